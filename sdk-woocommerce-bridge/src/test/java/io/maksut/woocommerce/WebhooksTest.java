package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.woocommerce.SentWebhook;
import io.maksut.shop.OrderRefund;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookRequest;
import io.maksut.woocommerce.WebhookAudit.Hook;
import io.maksut.woocommerce.WebhookAudit.State;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop's deliveries are hints that are signed, and its webhooks are kept alive. */
class WebhooksTest {
    private static final String SECRET = "whsec tea & cups";

    private final ShopWorld world = new ShopWorld();
    private final WooCommerceWebhooks source =
            WooCommerceWebhooks.builder(ShopWorld.NAME).secret(SECRET).build();
    private final Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh(), world.clock);
    private final WebhookEndpoint endpoint =
            new WebhookEndpoint(new JdkWebhookHandler(new WebhookHandler(source, inbox)));
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
    private final WebhookRegistration registration =
            new WebhookRegistration(world.bridge, endpoint.url("/woocommerce"), SECRET);

    @AfterEach
    void close() {
        endpoint.close();
        world.close();
    }

    static String sign(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WebhookRequest request(String topic, String body, String signature) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("Content-Type", List.of("application/json"));
        headers.put("X-WC-Webhook-Topic", List.of(topic));
        headers.put("X-WC-Webhook-Resource", List.of(topic.substring(0, topic.indexOf('.'))));
        headers.put("X-WC-Webhook-Signature", List.of(signature));
        headers.put("X-WC-Webhook-Delivery-ID", List.of("00000000000000000000000000000001"));
        return new WebhookRequest("POST", "/woocommerce", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theIdOfADeliveryIsItsLabelAndNothingElse() {
        String body = "{\"id\":7}";
        Delivery one = receive("order.updated", body).orElseThrow();
        Delivery other = receive("order.updated", "{\"id\":8}").orElseThrow();

        assertThat(one.correlationId())
                .hasToString("00000000000000000000000000000001")
                .isEqualTo(other.correlationId());
        assertThat(inbox.accept(ShopWorld.NAME, one)).isTrue();
        assertThat(inbox.accept(ShopWorld.NAME, other)).isTrue();
        assertThat(inbox.history(ShopWorld.NAME, "8"))
                .singleElement()
                .satisfies(it -> assertThat(it.correlationId()).isEqualTo(other.correlationId()));
    }

    private Optional<Delivery> receive(String topic, String body) {
        return source.receive(request(topic, body, sign(SECRET, body)));
    }

    private void refused(WebhookRequest request, Reason reason) {
        assertThatExceptionOfType(DeliveryRefusedException.class)
                .isThrownBy(() -> source.receive(request))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private InboxWorker worker() {
        return InboxWorker.builder(inbox)
                .on(source.name(), sync.hints(ShopWorld.NAME))
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order.updated|{\"id\":81,\"status\":\"processing\",\"refunds\":[]}|81",
                "order.created|{\"id\":82,\"status\":\"pending\"}|82",
                "order.deleted|{\"id\":83}|83",
                "order.refunded|{\"id\":84,\"status\":\"refunded\"}|84",
                "action.woocommerce_order_refunded|{\"action\":\"woocommerce_order_refunded\",\"arg\":85}|85",
                "action.woocommerce_refund_created|{\"action\":\"woocommerce_refund_created\",\"arg\":86}|refund/86"
            })
    void aDeliveryIsAHintAtAnOrder(String topic, String body, String subject) {
        Delivery delivery = receive(topic, body).orElseThrow();

        assertThat(delivery.subject()).contains(subject);
        assertThat(delivery.payload()).as("nothing of the body is kept").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":\"woocommerce_rest_shop_order_invalid_id\",\"message\":\"Invalid ID.\",\"data\":{\"status\":404}}",
                "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"Sorry.\",\"data\":{\"status\":401}}"
            })
    void aSignedErrorInPlaceOfAnOrderMakesEverythingBeLookedAt(String body) {
        assertThat(receive("order.updated", body).orElseThrow().subject()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "product.updated|{\"id\":81}",
                "customer.created|{\"id\":81}",
                "coupon.deleted|{\"id\":81}",
                "action.save_post|{\"action\":\"save_post\",\"arg\":81}"
            })
    void whatIsAboutSomethingElseIsAcknowledgedAndNotKept(String topic, String body) {
        assertThat(receive(topic, body)).isEmpty();
    }

    @Test
    void thePingIsNotSignedAndAcknowledged() {
        WebhookRequest ping = new WebhookRequest(
                "POST",
                "/woocommerce",
                Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
                "webhook_id=12".getBytes(StandardCharsets.UTF_8));

        assertThat(source.receive(ping)).isEmpty();
    }

    @Test
    void theSignatureIsOverTheRawBytesAndNothingElseIsTrusted() {
        String body = "{\"id\":81, \"status\":\"processing\"}";
        refused(request("order.updated", body, ""), Reason.BAD_SIGNATURE);
        refused(request("order.updated", body, sign("another", body)), Reason.BAD_SIGNATURE);
        refused(request("order.updated", body.replace(" ", ""), sign(SECRET, body)), Reason.BAD_SIGNATURE);
        refused(
                request("order.updated", body, sign(SECRET, body).toLowerCase(java.util.Locale.ROOT)),
                Reason.BAD_SIGNATURE);
        refused(request("order.updated", "webhook_id=12&x=1", ""), Reason.BAD_SIGNATURE);
        refused(new WebhookRequest("GET", "/", Map.of(), new byte[0]), Reason.WRONG_METHOD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"id\":0}",
                "{\"id\":\"x\"}",
                "{\"id\":null}",
                "null",
                "{\"action\":\"woocommerce_refund_created\"}",
                "{\"id\":{}}"
            })
    void whatIsSignedAndCannotBeReadIsRefused(String body) {
        refused(request("order.updated", body, sign(SECRET, body)), Reason.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a&amp;b|a&b",
                "a&b|a&b",
                "&lt;x&gt; &quot;y&quot; &#039;z&#39;|<x> \"y\" 'z'",
                "&#60;&#X026;&#x27;|<&'",
                "&amp;lt;|&lt;",
                "&nbsp;&euro;&#65;|&nbsp;&euro;&#65;"
            })
    void theSecretCountsAfterItsEntitiesWereDecodedAsWordPressDoes(String entered, String key) {
        String body = "{\"id\":81}";
        WooCommerceWebhooks entities =
                WooCommerceWebhooks.builder("shop").secret(entered).build();

        assertThat(entities.receive(request("order.updated", body, sign(key, body))))
                .isPresent();
    }

    @Test
    void spacesAroundASecretCount() {
        String body = "{\"id\":81}";
        WooCommerceWebhooks spaces =
                WooCommerceWebhooks.builder("shop").secret(" s ").build();

        assertThat(spaces.receive(request("order.updated", body, sign(" s ", body))))
                .isPresent();
        assertThatExceptionOfType(DeliveryRefusedException.class)
                .isThrownBy(() -> spaces.receive(request("order.updated", body, sign("s", body))));
    }

    @Test
    void aSecretIsChangedWithoutAGap() {
        String body = "{\"id\":81}";
        WooCommerceWebhooks both =
                WooCommerceWebhooks.builder("shop").secret("old").secret("new").build();

        assertThat(both.receive(request("order.updated", body, sign("old", body))))
                .isPresent();
        assertThat(both.receive(request("order.updated", body, sign("new", body))))
                .isPresent();
    }

    @Test
    void aRefundInTheShopReachesTheLedgerByItsDeliveries() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        registration.restore(sync);

        long refund = world.shop.refundAsStaff(order, "5.00", "", true);
        assertThat(world.shop.webhooks().deliver()).containsOnly(200).hasSize(2);
        worker().workOff();

        assertThat(sync.ledger().refund(ShopWorld.NAME, "" + refund)).get().satisfies(seen -> {
            assertThat(seen.kind()).isEqualTo(LedgerOperation.Kind.OBSERVED);
            assertThat(seen.amount()).isEqualTo(ShopWorld.eur("5.00"));
            assertThat(seen.payment()).isEqualTo(payment);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.9.3", "5.9.0"})
    void alsoBefore9WhereTheOrderIsTold(String release) {
        try (ShopWorld old = new ShopWorld(release)) {
            RefundSync oldSync = old.sync(SyncMode.SHOP_PAYS);
            new WebhookRegistration(old.bridge, endpoint.url("/woocommerce"), SECRET).restore(oldSync);
            long order = old.order(old.settled("29.80"), "29.80");
            long refund = old.shop.refundAsStaff(order, "5.00", "", true);
            assertThat(old.shop.webhooks().pending())
                    .extracting(it -> it.topic())
                    .containsExactlyInAnyOrder("order.updated", "action.woocommerce_order_refunded");
            old.shop.webhooks().deliver();
            InboxWorker.builder(inbox)
                    .on(source.name(), oldSync.hints(ShopWorld.NAME))
                    .build()
                    .workOff();

            assertThat(oldSync.ledger().refund(ShopWorld.NAME, "" + refund)).isPresent();
        }
    }

    @Test
    void twoDeliveriesWithOneDeliveryIdAreTwo() {
        registration.restore(sync);
        long first = world.order(world.settled("10.00"), "10.00");
        long second = world.order(world.settled("11.00"), "11.00");
        world.shop.statusAsStaff(first, "completed");
        world.shop.statusAsStaff(second, "completed");
        world.shop.webhooks().deliver();
        List<SentWebhook> sent = world.shop.webhooks().sent();
        assertThat(sent.stream()
                        .map(it -> it.headers().get("X-WC-Webhook-Delivery-ID"))
                        .distinct())
                .hasSizeLessThan(sent.size());

        assertThat(inbox.history(source.name(), "" + first)).hasSize(1);
        assertThat(inbox.history(source.name(), "" + second)).hasSize(1);
    }

    @Test
    void theSameDeliveryTwiceIsWorkedOnOnceWhileItWaits() {
        registration.restore(sync);
        long order = world.order(world.settled("10.00"), "10.00");
        world.shop.statusAsStaff(order, "completed");
        world.shop.webhooks().deliver();
        SentWebhook sent = world.shop.webhooks().sent().get(0);

        assertThat(world.shop.webhooks().repeat(sent)).isEqualTo(200);

        assertThat(inbox.history(source.name(), "" + order)).hasSize(1);
    }

    @Test
    void whatIsMissingIsCreatedAndPingedAndTheGapIsScanned() {
        assertThat(registration.audit().hooks())
                .extracting(Hook::topic, Hook::state)
                .allSatisfy(it -> assertThat(it.toList().get(1)).isEqualTo(State.MISSING));
        assertThat(world.shop.requests().count("POST", "/wp-json/wc/v3/webhooks"))
                .isZero();

        WebhookAudit restored = registration.restore(sync);

        assertThat(restored.hooks())
                .extracting(Hook::state)
                .containsOnly(State.CREATED)
                .hasSize(4);
        assertThat(restored.gap()).isTrue();
        assertThat(restored.complete()).isTrue();
        assertThat(registration.restore(sync).gap()).as("nothing is left to do").isFalse();
        assertThat(world.shop.requests().count("POST", "/wp-json/wc/v3/webhooks"))
                .isEqualTo(4);
    }

    @Test
    void aWebhookThatWooCommerceDisabledIsReactivatedAndTheGapItLeftIsScanned() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        registration.restore(sync);
        sync.worker().scanDue();
        world.clock.advance(Duration.ofMinutes(1));
        endpoint.close();
        for (int i = 0; i < 7; i++) {
            world.shop.statusAsStaff(order, i % 2 == 0 ? "on-hold" : "processing");
            world.shop.webhooks().deliver();
        }
        WebhookAudit found = registration.audit();
        assertThat(found.gap()).isTrue();
        assertThat(found.hooks())
                .filteredOn(hook -> hook.topic().equals("order.updated"))
                .extracting(Hook::state)
                .containsExactly(State.DISABLED);
        long refund = world.shop.refundAsStaff(order, "5.00", "", true); // never queued for the disabled one

        WebhookAudit restored = registration.restore(sync);
        assertThat(restored.hooks())
                .filteredOn(hook -> hook.topic().equals("order.updated"))
                .extracting(Hook::state)
                .containsExactly(State.REACTIVATED);
        sync.worker().scanDue();

        assertThat(sync.ledger().refund(ShopWorld.NAME, "" + refund)).isPresent();
    }

    @Test
    void aWebhookOfAnotherAddressIsNotTouchedAndASecondOneOfOursIsNoLoss() {
        registration.restore(sync);
        world.bridge
                .client()
                .write(
                        "POST",
                        "create webhook",
                        RestQuery.of("/webhooks"),
                        "{\"topic\":\"order.updated\",\"delivery_url\":\"" + endpoint.url("/other")
                                + "\",\"status\":\"disabled\"}",
                        world.bridge.begin());
        world.bridge
                .client()
                .write(
                        "POST",
                        "create webhook",
                        RestQuery.of("/webhooks"),
                        "{\"topic\":\"order.updated\",\"delivery_url\":\"" + endpoint.url("/woocommerce") + "\"}",
                        world.bridge.begin());

        WebhookAudit audit = registration.audit();

        assertThat(audit.gap()).isFalse();
        assertThat(audit.hooks()).hasSize(5);
    }

    @Test
    void aSecretThatFormsWouldChangeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookRegistration(world.bridge, endpoint.url("/"), " s"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WooCommerceWebhooks.builder("shop").build());
    }

    @Test
    void aDeliveryOfAnOrderThatIsGoneIsNoReasonToStop() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        registration.restore(sync);
        world.shop.refundAsStaff(order, "5.00", "", true);
        world.shop.deleteOrder(order);

        assertThat(world.shop.webhooks().deliver()).containsOnly(200);
        worker().workOff();

        assertThat(inbox.deadLetters()).isEmpty();
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
    }

    @Test
    void aRefundSeenByItsOwnHintIsTheSameAsByScans() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        registration.restore(sync);
        world.shop.refundAsStaff(order, "5.00", "", true);
        world.shop.webhooks().deliver();
        worker().workOff();
        sync.worker().scanDue();
        world.clock.advance(Duration.ofMinutes(20));
        sync.worker().scanDue();

        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThat(world.read(order).refunds())
                .extracting(OrderRefund::money)
                .containsExactly(OrderRefund.Payout.SUCCEEDED);
    }
}
