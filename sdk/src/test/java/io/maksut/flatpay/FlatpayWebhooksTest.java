package io.maksut.flatpay;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatpayWebhooksTest {
    private static final int CASES = Boolean.getBoolean("maksut.nightly") ? 200_000 : 10_000;
    private static final String SECRET = "whsec_pikku_kissa";
    private static final String ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String SENT = "2026-11-22T12:00:00.125Z";
    // By openssl dgst -sha256 -hmac whsec_pikku_kissa, over timestamp and id.
    private static final String SIGNATURE = "7f30587ca98925032c5a0bce53aa7cbec02f77aebc7b8e841b593a535acfd754";

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T12:00:01Z"));
    private final FlatpayWebhooks webhooks =
            FlatpayWebhooks.builder().secret(SECRET).clock(clock).build();

    @Test
    void aRightWebhookIsAHintWhoseSenderIsVerified() {
        Notification notification = notification(post(body(ID, SENT, SIGNATURE)));
        assertThat(notification.authenticity()).isEqualTo(Authenticity.SENDER_VERIFIED);
        assertThat(notification.kind()).isEqualTo(NotificationKind.SETTLED);
        assertThat(notification.event()).isEqualTo("invoice_settled");
        assertThat(notification.paymentReference()).isEqualTo("order-1042");
        assertThat(notification.transactionReference()).contains("aa11");
        assertThat(notification.sentAt()).contains(Instant.parse(SENT));
        assertThat(notification.orderReference()).isEmpty();
    }

    @Test
    void theSignatureIsThatOfThePublishedRule() {
        FlatpayWebhooks theirs = FlatpayWebhooks.builder()
                .secret("test_secret_key")
                .clock(ManualClock.at(Instant.parse("2015-06-25T12:10:01Z")))
                .build();
        assertThat(theirs.receive(post(body(
                        "8ab4b56439944e62ababca7954355578",
                        "2015-06-25T12:10:00.64Z",
                        "52593696d7c167c58f89231ff058d3c1fe4936dc2b095ceb04b80821103cfc6c"))))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "invoice_created,    CREATED",
        "invoice_authorized, AUTHORISED",
        "invoice_settled,    SETTLED",
        "invoice_cancelled,  VOIDED",
        "invoice_failed,     FAILED",
        "invoice_refund,     REFUNDED",
        "invoice_hold,       OTHER"
    })
    void eventsAreTyped(String event, NotificationKind kind) {
        Notification notification = notification(post(body(ID, SENT, SIGNATURE).replace("invoice_settled", event)));
        assertThat(notification.kind()).isEqualTo(kind);
        assertThat(notification.event()).isEqualTo(event);
    }

    @Test
    void whatNamesNoInvoiceIsAcknowledgedAndNotKept() {
        String json = "{\"id\":\"%s\",\"timestamp\":\"%s\",\"signature\":\"%s\",\"event_type\":\"customer_created\"}";
        assertThat(webhooks.receive(post(json.formatted(ID, SENT, SIGNATURE)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "no hex", "7f30587ca98925032c5a0bce53aa7cbec02f77aebc7b8e841b593a535acfd755"})
    void aWrongSignatureIsRefused(String signature) {
        assertRefused(Reason.BAD_SIGNATURE, body(ID, SENT, signature));
    }

    @Test
    void aMissingSignatureIsNeverAPass() {
        assertRefused(Reason.BAD_SIGNATURE, body(ID, SENT, SIGNATURE).replace("\"signature\"", "\"sign\""));
        assertRefused(Reason.BAD_SIGNATURE, body(ID, SENT, SIGNATURE).replace('"' + SIGNATURE + '"', "null"));
    }

    @Test
    void aSignatureInCapitalsIsTheSame() {
        assertThat(webhooks.receive(post(body(ID, SENT, SIGNATURE.toUpperCase(Locale.ROOT)))))
                .isPresent();
    }

    @Test
    void aChangedIdOrTimestampIsRefused() {
        assertRefused(Reason.BAD_SIGNATURE, body("1" + ID.substring(1), SENT, SIGNATURE));
        assertRefused(Reason.BAD_SIGNATURE, body(ID, "2026-11-22T12:00:00.126Z", SIGNATURE));
        // The same instant, written otherwise.
        assertRefused(Reason.BAD_SIGNATURE, body(ID, "2026-11-22T12:00:00.125+00:00", SIGNATURE));
    }

    @Test
    void noByteCanMoveFromTheTimestampToTheIdOrBack() {
        String both = SENT + ID;
        for (int cut = 1; cut < both.length(); cut++) {
            if (cut == SENT.length()) {
                continue;
            }
            assertRefused(Reason.MALFORMED, body(both.substring(cut), both.substring(0, cut), SIGNATURE));
        }
    }

    @Test
    void whileTheSecretIsChangedBothHold() {
        FlatpayWebhooks rotating = FlatpayWebhooks.builder()
                .secret("next")
                .secret(SECRET)
                .clock(clock)
                .build();
        assertThat(rotating.receive(post(body(ID, SENT, SIGNATURE)))).isPresent();
        assertThat(rotating.receive(post(body(ID, SENT, Hmac.hex("next", SENT + ID)))))
                .isPresent();
        assertThat(reason(rotating, post(body(ID, SENT, Hmac.hex("last", SENT + ID)))))
                .isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void theWindowIsAWeekBackAndFiveMinutesAhead() {
        Instant sent = Instant.parse(SENT);
        String body = body(ID, SENT, SIGNATURE);
        clock.set(sent.plus(Duration.ofDays(7)));
        assertThat(webhooks.receive(post(body))).isPresent();
        clock.advance(Duration.ofNanos(1));
        assertRefused(Reason.OUTSIDE_WINDOW, body);

        clock.set(sent.minus(Duration.ofMinutes(5)));
        assertThat(webhooks.receive(post(body))).isPresent();
        clock.advance(Duration.ofNanos(-1));
        assertRefused(Reason.OUTSIDE_WINDOW, body);
    }

    @Test
    void theWindowCanBeAnother() {
        FlatpayWebhooks narrow = FlatpayWebhooks.builder()
                .secret(SECRET)
                .window(Duration.ofSeconds(1), Duration.ZERO)
                .clock(clock)
                .build();
        clock.set(Instant.parse(SENT).plusSeconds(1));
        assertThat(narrow.receive(post(body(ID, SENT, SIGNATURE)))).isPresent();
        clock.advance(Duration.ofNanos(1));
        assertThat(reason(narrow, post(body(ID, SENT, SIGNATURE)))).isEqualTo(Reason.OUTSIDE_WINDOW);
    }

    @Test
    void otherMethodsAreRefused() {
        for (String method : List.of("GET", "PUT", "HEAD", "")) {
            WebhookRequest request = new WebhookRequest(
                    method, "/", Map.of(), body(ID, SENT, SIGNATURE).getBytes(UTF_8));
            assertThat(reason(webhooks, request)).isEqualTo(Reason.WRONG_METHOD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"id\":\"a\"}",
                "{\"id\":{},\"timestamp\":\"2026-11-22T12:00:00Z\"}",
                "{\"id\":\"a b\",\"timestamp\":\"2026-11-22T12:00:00Z\",\"signature\":\"\"}",
                "{\"id\":\"a\",\"timestamp\":\"2026-11-22\",\"signature\":\"\"}",
                "{\"id\":\"a\",\"timestamp\":\"2026-13-22T12:00:00Z\",\"signature\":\"\"}",
                "{\"id\":\"a\",\"timestamp\":\"2026-11-22T12:00:00Z\",\"signature\":[]}"
            })
    void whatCannotBeReadIsOneTypedRefusal(String body) {
        assertRefused(Reason.MALFORMED, body);
    }

    @Test
    void anInvoiceThatIsNoReferenceIsMalformed() {
        assertRefused(Reason.MALFORMED, body(ID, SENT, SIGNATURE).replace("order-1042", "order\\u0000"));
        assertRefused(Reason.MALFORMED, body(ID, SENT, SIGNATURE).replace("order-1042", "x".repeat(256)));
    }

    @Test
    void deepNestingIsMalformed() {
        assertRefused(Reason.MALFORMED, "{\"a\":" + "[".repeat(500_000));
    }

    @Test
    void aRefusalTellsNothingOfSecretsAndSaysThatNoMoneyMoved() {
        DeliveryRefusedException refused = catchThrowableOfType(
                DeliveryRefusedException.class, () -> webhooks.receive(post(body(ID, SENT, "00"))));
        assertThat(refused.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
        assertThat(refused.advice()).isNotBlank();
        assertThat(refused).hasMessageContaining("bad signature").hasNoCause();
        assertThat(refused.toString()).doesNotContain(SECRET, SIGNATURE, ID, "order-1042");
        assertThat(webhooks.toString()).doesNotContain(SECRET);
    }

    @Test
    void withoutASecretThereIsNoSource() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlatpayWebhooks.builder().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlatpayWebhooks.builder().secret("").build());
    }

    @Test
    void whateverArrivesItIsReadOrRefusedAndNothingUnsignedIsRead() {
        String later = "2026-11-22T12:00:00Z";
        Mutations mutations = new Mutations(
                "FlatpayWebhooksTest",
                List.of(body(ID, SENT, SIGNATURE), body("b" + ID, later, Hmac.hex(SECRET, later + "b" + ID))));
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] body = mutations.next();
            try {
                Optional<Delivery> delivery = webhooks.receive(new WebhookRequest("POST", "/", Map.of(), body));
                accepted++;
                assertThat(new String(body, UTF_8).toLowerCase(Locale.ROOT))
                        .containsAnyOf(SIGNATURE, Hmac.hex(SECRET, later + "b" + ID));
                delivery.map(Notification::of)
                        .ifPresent(it ->
                                assertThat(it.sentAt().orElseThrow()).isIn(Instant.parse(SENT), Instant.parse(later)));
            } catch (DeliveryRefusedException e) {
                assertThat(e.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
            }
        }
        assertThat(accepted).isBetween(CASES / 20, CASES);
    }

    private Notification notification(WebhookRequest request) {
        return Notification.of(webhooks.receive(request).orElseThrow());
    }

    private void assertRefused(Reason reason, String body) {
        assertThat(reason(webhooks, post(body))).isEqualTo(reason);
    }

    private static Reason reason(FlatpayWebhooks source, WebhookRequest request) {
        DeliveryRefusedException refused =
                catchThrowableOfType(DeliveryRefusedException.class, () -> source.receive(request));
        assertThat(refused).isNotNull();
        return refused.reason();
    }

    private static WebhookRequest post(String body) {
        return new WebhookRequest(
                "POST", "/hook", Map.of("Content-Type", List.of("application/json")), body.getBytes(UTF_8));
    }

    private static String body(String id, String timestamp, String signature) {
        return """
                {"id":"%s","event_id":"e1","event_type":"invoice_settled","timestamp":"%s","signature":"%s",
                "customer":"cust-7","invoice":"order-1042","transaction":"aa11"}""".formatted(id, timestamp, signature);
    }
}
