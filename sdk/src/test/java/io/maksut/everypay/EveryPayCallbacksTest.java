package io.maksut.everypay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.error.MoneyOutcome;
import io.maksut.sandbox.ManualClock;
import io.maksut.testing.Hmac;
import io.maksut.testing.Mutations;
import io.maksut.webhook.Authenticity;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Notification;
import io.maksut.webhook.NotificationKind;
import io.maksut.webhook.WebhookRequest;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EveryPayCallbacksTest {
    private static final int CASES = Boolean.getBoolean("maksut.nightly") ? 200_000 : 10_000;
    private static final String REFERENCE = "4f5ed1b7a9c04b0dd57a1c6f0c8e4f2ab6b3c7d1e2f3a4b5c6d7e8f901234567";
    private static final String PLAIN =
            "payment_reference=" + REFERENCE + "&order_reference=1042&event_name=status_updated";
    private static final String SECRET = "api-secret-1";
    private static final String FORM_TYPE = "application/x-www-form-urlencoded";
    private static final Instant SIGNED = Instant.parse("2026-11-22T12:00:00Z");
    // By openssl dgst -sha256 -hmac api-secret-1, over the other parameters sorted and joined.
    private static final String HMAC = "6b45cb6e17e58618c603e413ff5cbb0db0a9fcc0b1acf17d45625c90ed95d035";

    private final ManualClock clock = ManualClock.at(SIGNED.plusSeconds(3));
    private final EveryPayCallbacks callbacks =
            EveryPayCallbacks.builder().linkPaySecret(SECRET).clock(clock).build();

    @Test
    void aCallbackByGetOrPostIsAnUnverifiedHint() {
        for (WebhookRequest request : List.of(get(PLAIN), post(PLAIN))) {
            Notification notification = notification(request);
            assertThat(notification.authenticity()).isEqualTo(Authenticity.UNVERIFIED);
            assertThat(notification.kind()).isEqualTo(NotificationKind.STATUS_CHANGED);
            assertThat(notification.event()).isEqualTo("status_updated");
            assertThat(notification.paymentReference()).isEqualTo(REFERENCE);
            assertThat(notification.orderReference()).contains("1042");
            assertThat(notification.sentAt()).isEmpty();
        }
    }

    @Test
    void parametersMayComePartlyInTheAddressAndPartlyInTheForm() {
        WebhookRequest request = new WebhookRequest(
                "POST",
                "/callback?payment_reference=" + REFERENCE,
                Map.of("content-type", List.of(FORM_TYPE)),
                "event_name=refunded".getBytes(UTF_8));
        assertThat(notification(request).kind()).isEqualTo(NotificationKind.REFUNDED);
    }

    @Test
    void withoutAnEventSomethingChanged() {
        Notification notification = notification(get("payment_reference=" + REFERENCE + "&order_reference=47"));
        assertThat(notification.kind()).isEqualTo(NotificationKind.STATUS_CHANGED);
        assertThat(notification.event()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "status_updated,              STATUS_CHANGED",
        "status_update,               FUNDS_RECEIVED",
        "voided,                      VOIDED",
        "refunded,                    REFUNDED",
        "refund_failed,               REFUND_FAILED",
        "chargebacked,                CHARGED_BACK",
        "marked_for_capture,          MARKED_FOR_CAPTURE",
        "abandoned,                   ABANDONED",
        "issuer_reported_fraudulent,  FRAUD_REPORTED",
        "merchant_reported_fraudulent,FRAUD_REPORTED",
        "dispute_opened,              DISPUTED",
        "dispute_updated,             DISPUTED",
        "dispute_reversed,            DISPUTED",
        "dispute_charged_back,        CHARGED_BACK",
        "dispute_reopened,            DISPUTED",
        "card_art_updated,            OTHER",
        "an_event_of_tomorrow,        OTHER"
    })
    void eventsAreTyped(String event, NotificationKind kind) {
        Notification notification = notification(get("payment_reference=" + REFERENCE + "&event_name=" + event));
        assertThat(notification.kind()).isEqualTo(kind);
        assertThat(notification.event()).isEqualTo(event);
    }

    @Test
    void anEventWithoutAPaymentIsAcknowledgedAndNotKept() {
        assertThat(callbacks.receive(get("event_name=token_updated"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "order_reference=1042",
                "payment_reference=",
                "payment_reference=a%20b",
                "payment_reference=../../v4/accounts",
                "payment_reference=a&payment_reference=b",
                "payment_reference=%C3%A4",
                "payment_reference=%zz"
            })
    void whatNamesNoPaymentIsMalformed(String query) {
        assertThat(reason(get(query))).isEqualTo(Reason.MALFORMED);
        assertThat(reason(post(query))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void anOrderReferenceThatIsNoneIsLeftOut() {
        assertThat(notification(get("payment_reference=" + REFERENCE + "&order_reference=%00"))
                        .orderReference())
                .isEmpty();
    }

    @Test
    void otherMethodsAreRefused() {
        for (String method : List.of("PUT", "HEAD", "DELETE")) {
            assertThat(reason(new WebhookRequest(method, "/?" + PLAIN, Map.of(), new byte[0])))
                    .isEqualTo(Reason.WRONG_METHOD);
        }
    }

    @Test
    void aSignedFormOfAPaymentLinkIsVerified() {
        Notification notification = notification(post(encode(linkPay(), HMAC)));
        assertThat(notification.authenticity()).isEqualTo(Authenticity.VERIFIED);
        assertThat(notification.paymentReference()).isEqualTo(REFERENCE);
        assertThat(notification.sentAt()).contains(SIGNED);
        assertThat(notification.orderReference()).contains("1042");
    }

    @Test
    void theOldAndTheNewSecretHold() {
        EveryPayCallbacks rotating = EveryPayCallbacks.builder()
                .linkPaySecret("api-secret-2")
                .linkPaySecret(SECRET)
                .clock(clock)
                .build();
        String bySecond = Hmac.hex("api-secret-2", joined(linkPay()));
        for (String hmac : List.of(HMAC, bySecond)) {
            assertThat(Notification.of(rotating.receive(post(encode(linkPay(), hmac)))
                                    .orElseThrow())
                            .authenticity())
                    .isEqualTo(Authenticity.VERIFIED);
        }
    }

    @Test
    void aFormThatWasChangedIsOnlyAHint() {
        for (String name : linkPay().keySet()) {
            if (name.equals("payment_reference")) {
                continue;
            }
            Map<String, String> changed = linkPay();
            changed.merge(name, "0", String::concat);
            assertUnverified(encode(changed, HMAC));
        }
        Map<String, String> more = linkPay();
        more.put("event_name", "refunded");
        assertUnverified(encode(more, HMAC));
        assertUnverified(encode(linkPay(), HMAC.replace('1', '2')));
        assertUnverified(encode(linkPay(), ""));
        assertUnverified(joinedEncoded(linkPay()));
    }

    @Test
    void theSignatureOfAPaymentLinksAddressVerifiesNoCallback() {
        Map<String, String> link = new TreeMap<>(Map.of(
                "transaction_amount",
                "12.50",
                "order_reference",
                "1042",
                "payment_reference",
                REFERENCE,
                "nonce",
                "12345678"));
        assertUnverified(encode(link, Hmac.hex(SECRET, joined(link))));
    }

    @Test
    void aValueThatCouldBeReadAsSeveralIsNotVerified() {
        Map<String, String> form = linkPay();
        form.put("customer_name", "x&payment_state=settled");
        assertUnverified(encode(form, Hmac.hex(SECRET, joined(form))));
    }

    @Test
    void withoutASecretASignedFormIsAHint() {
        EveryPayCallbacks without = EveryPayCallbacks.builder().clock(clock).build();
        assertThat(Notification.of(
                                without.receive(post(encode(linkPay(), HMAC))).orElseThrow())
                        .authenticity())
                .isEqualTo(Authenticity.UNVERIFIED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EveryPayCallbacks.builder().linkPaySecret(" ").build());
    }

    @Test
    void aVerifiedFormOutsideOfTheWindowIsRefused() {
        WebhookRequest request = post(encode(linkPay(), HMAC));
        clock.set(SIGNED.plus(Duration.ofDays(7)));
        assertThat(callbacks.receive(request)).isPresent();
        clock.advance(Duration.ofNanos(1));
        assertThat(reason(request)).isEqualTo(Reason.OUTSIDE_WINDOW);
        clock.set(SIGNED.minus(Duration.ofMinutes(5)));
        assertThat(callbacks.receive(request)).isPresent();
        clock.advance(Duration.ofNanos(-1));
        assertThat(reason(request)).isEqualTo(Reason.OUTSIDE_WINDOW);
    }

    @Test
    void nothingOfTheCustomerIsKept() {
        Delivery delivery = callbacks.receive(post(encode(linkPay(), HMAC))).orElseThrow();
        assertThat(new String(delivery.payload(), UTF_8)).doesNotContain("mari", "example.test", "ruokap");
        assertThat(delivery.toString()).doesNotContain("mari");
        assertThat(callbacks.toString()).doesNotContain(SECRET);
    }

    @Test
    void whateverArrivesInTheAddressIsReadOrRefused() {
        Mutations mutations = new Mutations("EveryPay query", List.of(PLAIN, "payment_reference=" + REFERENCE));
        fuzz(mutations, bytes -> new WebhookRequest("GET", "/?" + new String(bytes, UTF_8), Map.of(), new byte[0]));
    }

    @Test
    void whateverArrivesInAFormIsReadOrRefused() {
        Mutations mutations = new Mutations("EveryPay form", List.of(PLAIN, "payment_reference=" + REFERENCE));
        fuzz(mutations, EveryPayCallbacksTest::post);
    }

    @Test
    void whateverArrivesInASignedFormNothingChangedIsVerified() {
        String seed = encode(linkPay(), HMAC);
        int verified = fuzz(new Mutations("LinkPay form", List.of(seed)), EveryPayCallbacksTest::post);
        assertThat(verified).isBetween(CASES / 50, CASES / 2);
    }

    private interface Carrier {
        WebhookRequest carry(byte[] bytes);
    }

    /** Returns how many were verified. */
    private int fuzz(Mutations mutations, Carrier carrier) {
        int accepted = 0;
        int verified = 0;
        for (int i = 0; i < CASES; i++) {
            WebhookRequest request = carrier.carry(mutations.next());
            try {
                Optional<Notification> notification = callbacks.receive(request).map(Notification::of);
                accepted++;
                if (notification.isPresent() && notification.get().authenticity() == Authenticity.VERIFIED) {
                    verified++;
                    Map<String, String> parameters =
                            new TreeMap<>(request.parameters().orElseThrow());
                    parameters.remove("hmac");
                    assertThat(parameters).isEqualTo(linkPay());
                }
            } catch (DeliveryRefusedException e) {
                assertThat(e.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
            }
        }
        assertThat(accepted).isBetween(CASES / 20, CASES);
        return verified;
    }

    private static Map<String, String> linkPay() {
        return new TreeMap<>(Map.of(
                "nonce", "00112233445566778899aabbccddeeff",
                "timestamp", "1795348800",
                "api_username", "aa11bb22cc33dd44",
                "transaction_result", "completed",
                "payment_reference", REFERENCE,
                "order_reference", "1042",
                "payment_state", "settled",
                "amount", "12.50",
                "customer_email", "mari@example.test",
                "custom_field_1", "ruokapöytä"));
    }

    private static String joined(Map<String, String> form) {
        return form.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String joinedEncoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String encode(Map<String, String> form, String hmac) {
        return joinedEncoded(form) + "&hmac=" + hmac;
    }

    private void assertUnverified(String form) {
        assertThat(notification(post(form)).authenticity()).isEqualTo(Authenticity.UNVERIFIED);
    }

    private Notification notification(WebhookRequest request) {
        return Notification.of(callbacks.receive(request).orElseThrow());
    }

    private Reason reason(WebhookRequest request) {
        DeliveryRefusedException refused =
                catchThrowableOfType(DeliveryRefusedException.class, () -> callbacks.receive(request));
        assertThat(refused).isNotNull();
        return refused.reason();
    }

    private static WebhookRequest get(String query) {
        return new WebhookRequest("GET", "/callback?" + query, Map.of(), new byte[0]);
    }

    private static WebhookRequest post(String form) {
        return post(form.getBytes(UTF_8));
    }

    private static WebhookRequest post(byte[] form) {
        return new WebhookRequest("POST", "/callback", Map.of("Content-Type", List.of(FORM_TYPE)), form);
    }
}
