package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhook;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhooks;
import io.maksut.sandbox.shopify.webhook.SignedDelivery;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhookDeliveryTest {
    private static final Instant START = Instant.parse("2026-11-20T08:00:00.123Z");
    private static final ManualClock CLOCK = ManualClock.at(START);

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK).webhookTimeLimit(Duration.ofMillis(300)));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final ShopifyWebhooks webhooks = sandbox.webhooks();
    private Listener app;

    @BeforeEach
    void anAppListens() {
        CLOCK.set(START);
        app = new Listener(200);
        webhooks.subscribe(app.uri("/hook"), "refunds/create", "order_transactions/create");
    }

    @AfterEach
    void theAppCloses() {
        app.close();
    }

    private String pendingRefund() {
        String order =
                merchant.order().total("49.90").quietly().sale("flatpay", "r1").place();
        return merchant.refund(order)
                .note("Väärä koko – äöå € a&b/c")
                .make()
                .transactionIds()
                .get(0);
    }

    private static String hmac(byte[] body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    @Test
    void aDeliveryHasTheHeadersOfAShopAndASignatureOverItsBytes() throws Exception {
        pendingRefund();

        assertThat(webhooks.deliverPending()).containsExactly(200);

        Listener.Received hook = app.received("/hook").get(0);
        ShopifyWebhook sent = webhooks.all().get(0);
        assertThat(hook.header("Content-Type")).isEqualTo("application/json");
        assertThat(hook.header("X-Shopify-Topic")).isEqualTo("refunds/create");
        assertThat(hook.header("X-Shopify-Shop-Domain")).isEqualTo("maksut-sandbox.myshopify.com");
        assertThat(hook.header("X-Shopify-API-Version")).isEqualTo("2026-10");
        assertThat(UUID.fromString(hook.header("X-Shopify-Webhook-Id"))).hasToString(sent.id());
        assertThat(UUID.fromString(hook.header("X-Shopify-Event-Id"))).hasToString(sent.eventId());
        assertThat(hook.header("X-Shopify-Triggered-At")).isEqualTo("2026-11-20T08:00:00.123Z");
        assertThat(hook.header("X-Shopify-Hmac-Sha256"))
                .isEqualTo(hmac(hook.body(), sandbox.app().secret()));
        assertThat(hook.text()).contains("gid:\\/\\/shopify\\/Refund\\/", "a\\u0026b\\/c", "äöå €");
        String written = JsonParser.parseString(hook.text()).toString();
        assertThat(hmac(written.getBytes(StandardCharsets.UTF_8), sandbox.app().secret()))
                .isNotEqualTo(hook.header("X-Shopify-Hmac-Sha256"));
    }

    @Test
    void aPendingRefundLooksAsItDoesOnTheWire() {
        pendingRefund();

        JsonObject body = JsonParser.parseString(webhooks.all().get(0).body()).getAsJsonObject();
        JsonObject transaction = body.getAsJsonArray("transactions").get(0).getAsJsonObject();
        assertThat(body.get("created_at").getAsString()).isEqualTo("2026-11-20T10:00:00+02:00");
        assertThat(body.get("order_id").getAsJsonPrimitive().isNumber()).isTrue();
        assertThat(transaction.get("status").getAsString()).isEqualTo("pending");
        assertThat(transaction.get("kind").getAsString()).isEqualTo("refund");
        assertThat(transaction.get("amount").getAsString()).isEqualTo("49.90");
        assertThat(transaction.get("payment_id").getAsString()).isEqualTo("r1");
        assertThat(transaction
                        .getAsJsonObject("total_unsettled_set")
                        .getAsJsonObject("shop_money")
                        .toString())
                .isEqualTo("{\"amount\":\"0.0\",\"currency\":\"EUR\"}");
        assertThat(body.getAsJsonArray("order_adjustments")
                        .get(0)
                        .getAsJsonObject()
                        .get("amount")
                        .getAsString())
                .isEqualTo("49.90");
        assertThat(body.getAsJsonArray("refund_line_items")
                        .get(0)
                        .getAsJsonObject()
                        .get("subtotal")
                        .toString())
                .isEqualTo("49.9");
        assertThat(body.getAsJsonArray("refund_line_items")
                        .get(0)
                        .getAsJsonObject()
                        .get("total_tax")
                        .toString())
                .isEqualTo("0");
    }

    @Test
    void anAmountOnlyRefundHasTwoAdjustmentsThatCancelEachOtherOut() {
        String order = merchant.order().quietly().sale("flatpay", "r1").place();
        merchant.refund(order).amount("10.00").make();

        JsonObject body = JsonParser.parseString(webhooks.all().get(0).body()).getAsJsonObject();

        List<String> amounts = new ArrayList<>();
        body.getAsJsonArray("order_adjustments")
                .forEach(one -> amounts.add(one.getAsJsonObject().get("kind").getAsString() + " "
                        + one.getAsJsonObject().get("amount").getAsString()));
        assertThat(amounts).containsExactly("refund_discrepancy -10.00", "refund_discrepancy 10.00");
    }

    @Test
    void amountsInTwoCurrenciesAreTheCustomersInTransactionsAndTheShopsElsewhere() {
        String order = merchant.order()
                .currency("JPY", "0.0061")
                .total("1500")
                .shipping("100")
                .quietly()
                .sale("bogus", null)
                .place();
        merchant.refund(order).make();

        JsonObject body = JsonParser.parseString(
                        webhooks.all("refunds/create").get(0).body())
                .getAsJsonObject();
        JsonObject transaction = body.getAsJsonArray("transactions").get(0).getAsJsonObject();
        JsonObject adjustment = body.getAsJsonArray("order_adjustments").get(0).getAsJsonObject();
        assertThat(transaction.get("amount").getAsString()
                        + transaction.get("currency").getAsString())
                .isEqualTo("1600JPY");
        assertThat(adjustment.get("kind").getAsString()
                        + adjustment.get("amount").getAsString())
                .isEqualTo("shipping_refund-0.61");
        assertThat(adjustment
                        .getAsJsonObject("amount_set")
                        .getAsJsonObject("presentment_money")
                        .toString())
                .isEqualTo("{\"amount\":\"-100\",\"currency_code\":\"JPY\"}");
        assertThat(body.getAsJsonArray("refund_line_items")
                        .get(0)
                        .getAsJsonObject()
                        .get("subtotal")
                        .toString())
                .isEqualTo("9.15");
        assertThat(body.getAsJsonArray("refund_shipping_lines")).hasSize(1);
    }

    @Test
    void aTransactionIsToldOfOnlyWhenItHasEnded() {
        String refund = pendingRefund();
        assertThat(webhooks.all("order_transactions/create")).isEmpty();
        merchant.status(refund, "AWAITING_RESPONSE");
        assertThat(webhooks.all("order_transactions/create")).isEmpty();

        merchant.fail(refund, "PROCESSING_ERROR", "Insufficient balance");

        ShopifyWebhook ended = webhooks.all("order_transactions/create").get(0);
        assertThat(ended.body()).contains("\"status\":\"failure\"", "\"error_code\":\"processing_error\"");
        assertThat(ended.eventId())
                .isNotEqualTo(webhooks.all("refunds/create").get(0).eventId());
    }

    @Test
    void refundAndTransactionShareAnEventButNotAnId() {
        String order = merchant.order().quietly().sale("bogus", null).place();
        merchant.refund(order).make();

        assertThat(webhooks.all())
                .extracting(ShopifyWebhook::topic)
                .containsExactly("refunds/create", "order_transactions/create");
        assertThat(webhooks.all().get(0).eventId())
                .isEqualTo(webhooks.all().get(1).eventId());
        assertThat(webhooks.all().get(0).id())
                .isNotEqualTo(webhooks.all().get(1).id());
    }

    @Test
    void aRetryIsTheSameInEverythingAndComesWithinFourHours() {
        pendingRefund();
        app.answer(500, 302, 404);
        assertThat(webhooks.deliverDue()).containsExactly(500);
        assertThat(webhooks.deliverDue()).isEmpty();

        CLOCK.advance(Duration.ofMinutes(1));
        assertThat(webhooks.deliverDue()).containsExactly(302);
        CLOCK.advance(Duration.ofMinutes(2));
        assertThat(webhooks.deliverDue()).containsExactly(404);
        assertThat(webhooks.deliverPending()).containsExactly(200);

        List<Listener.Received> hooks = app.received("/hook");
        for (String header : List.of(
                "X-Shopify-Webhook-Id", "X-Shopify-Event-Id", "X-Shopify-Triggered-At", "X-Shopify-Hmac-Sha256")) {
            assertThat(hooks)
                    .extracting(hook -> hook.header(header))
                    .containsOnly(hooks.get(0).header(header));
        }
        assertThat(hooks)
                .extracting(Listener.Received::text)
                .containsOnly(hooks.get(0).text());
        assertThat(webhooks.all().get(0).attempts()).isEqualTo(4);
    }

    @Test
    void afterEightRetriesInFourHoursItIsGivenUpAndTheAppsOwnSubscriptionStays() {
        pendingRefund();
        app.answer(500, 500, 500, 500, 500, 500, 500, 500, 500);
        int attempts = webhooks.deliverDue().size();
        for (int minute = 0; minute < 240; minute++) {
            CLOCK.advance(Duration.ofMinutes(1));
            attempts += webhooks.deliverDue().size();
        }

        assertThat(attempts).isEqualTo(9);
        assertThat(webhooks.all().get(0).state()).isEqualTo(ShopifyWebhook.State.GIVEN_UP);
        assertThat(webhooks.subscriptions().all()).hasSize(2);
        pendingRefund();
        assertThat(webhooks.deliverPending()).containsExactly(200);
    }

    @Test
    void anAppThatDoesNotAnswerInTimeHasFailed() {
        pendingRefund();
        app.holdUntil(2);

        assertThat(webhooks.deliverPending()).containsExactly(0);
        assertThat(webhooks.pending()).hasSize(1);
        app.holdUntil(0);
        assertThat(webhooks.deliverPending()).containsExactly(200);
    }

    @Test
    void anAppThatIsDownHasFailed() {
        pendingRefund();
        app.close();

        assertThat(webhooks.deliverPending()).containsExactly(0);
        assertThat(webhooks.pending()).hasSize(1);
    }

    @Test
    void duplicatesReorderingDelayAndLossAreOnDemand() {
        merchant.succeed(pendingRefund());
        String refund = webhooks.all("refunds/create").get(0).id();
        String transaction = webhooks.all("order_transactions/create").get(0).id();

        assertThat(webhooks.deliverInOrder(transaction, refund, refund)).containsExactly(200, 200, 200);
        assertThat(app.received("/hook"))
                .extracting(hook -> hook.header("X-Shopify-Topic"))
                .containsExactly("order_transactions/create", "refunds/create", "refunds/create");
        assertThat(webhooks.redeliver(refund)).isEqualTo(200);
        assertThatThrownBy(() -> webhooks.redeliver("none")).isInstanceOf(IllegalArgumentException.class);

        webhooks.dropNext("refunds/create", 1);
        merchant.succeed(pendingRefund());
        assertThat(webhooks.deliverPending()).containsExactly(200);
        pendingRefund();
        ShopifyWebhook late = webhooks.pending().get(0);
        webhooks.delay(late.id(), Duration.ofHours(20));
        assertThat(webhooks.deliverPending()).isEmpty();
        CLOCK.advance(Duration.ofHours(20));
        assertThat(webhooks.deliverPending()).containsExactly(200);
        pendingRefund();
        webhooks.drop(webhooks.pending().get(0).id());
        assertThat(webhooks.deliverPending()).isEmpty();
        assertThat(webhooks.all())
                .extracting(ShopifyWebhook::state)
                .containsExactly(
                        ShopifyWebhook.State.DELIVERED,
                        ShopifyWebhook.State.DELIVERED,
                        ShopifyWebhook.State.DROPPED,
                        ShopifyWebhook.State.DELIVERED,
                        ShopifyWebhook.State.DELIVERED,
                        ShopifyWebhook.State.DROPPED);
    }

    @Test
    void aShuffledDeliveryDependsOnTheSeedAlone() {
        List<List<String>> orders = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            int before = app.received("/hook").size();
            List<String> caused = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                pendingRefund();
            }
            webhooks.pending().forEach(webhook -> caused.add(webhook.id()));
            webhooks.deliverShuffled(seed);
            orders.add(app.received("/hook").stream()
                    .skip(before)
                    .map(hook -> String.valueOf(caused.indexOf(hook.header("X-Shopify-Webhook-Id"))))
                    .toList());
        }

        assertThat(orders.get(0))
                .isEqualTo(orders.get(1))
                .isNotEqualTo(orders.get(2))
                .hasSize(6);
    }

    @Test
    void threadsDeliverByThemselvesAndRetryWhenTheClockMoves() throws Exception {
        webhooks.automatic(3);
        app.answer(500);
        pendingRefund();
        app.await("/hook", 1);

        while (webhooks.all().get(0).attempts() < 1) {
            Thread.onSpinWait();
        }
        CLOCK.advance(Duration.ofMinutes(1));
        app.await("/hook", 2);

        webhooks.automatic(0);
        assertThat(webhooks.all()).extracting(ShopifyWebhook::state).containsExactly(ShopifyWebhook.State.DELIVERED);
    }

    @Test
    void afterARotationDeliveriesAreSignedWithTheOldSecretForAnHour() throws Exception {
        String old = sandbox.app().secret();
        String renewed = sandbox.app().rotateSecret();
        pendingRefund();
        webhooks.deliverPending();
        CLOCK.advance(Duration.ofHours(1));
        pendingRefund();
        webhooks.deliverPending();

        List<Listener.Received> hooks = app.received("/hook");
        assertThat(renewed).isNotEqualTo(old).isEqualTo(sandbox.app().secret());
        assertThat(hooks.get(0).header("X-Shopify-Hmac-Sha256"))
                .isEqualTo(hmac(hooks.get(0).body(), old));
        assertThat(hooks.get(1).header("X-Shopify-Hmac-Sha256"))
                .isEqualTo(hmac(hooks.get(1).body(), renewed));
    }

    @Test
    void aDeadVersionFallsForwardInTheHeader() {
        CLOCK.set(Instant.parse("2027-10-20T00:00:00Z"));
        pendingRefund();
        webhooks.deliverPending();

        assertThat(app.received("/hook").get(0).header("X-Shopify-API-Version")).isEqualTo("2027-01");
    }

    @Test
    void uninstallingKillsTheTokenAndEverythingButThatNews() throws Exception {
        webhooks.subscribe(app.uri("/app"), "app/uninstalled", "shop/redact", "app/scopes_update");
        pendingRefund();
        RawClient client = new RawClient(sandbox);

        sandbox.apps().uninstall();

        assertThat(client.admin("{ shop { name } }").status()).isEqualTo(401);
        assertThat(webhooks.deliverPending()).containsExactly(200);
        assertThat(app.received("/app").get(0).header("X-Shopify-Topic")).isEqualTo("app/uninstalled");
        CLOCK.advance(Duration.ofHours(47));
        assertThat(webhooks.deliverPending()).isEmpty();
        CLOCK.advance(Duration.ofHours(1));
        assertThat(webhooks.deliverPending()).containsExactly(200);
        assertThat(app.received("/app").get(1).text())
                .isEqualTo("{\"shop_id\":548380009,\"shop_domain\":\"maksut-sandbox.myshopify.com\"}");
        assertThat(app.received("/hook")).isEmpty();
    }

    @Test
    void installingAgainInTimeKeepsTheData() throws Exception {
        webhooks.subscribe(app.uri("/app"), "shop/redact");
        sandbox.apps().uninstall();
        CLOCK.advance(Duration.ofHours(10));
        sandbox.apps().reinstall();
        CLOCK.advance(Duration.ofDays(3));

        assertThat(webhooks.deliverPending()).isEmpty();
        assertThat(new RawClient(sandbox)
                        .admin("2026-10", sandbox.app().staticToken(), "{ shop { name } }", Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void changedScopesAreToldOf() {
        webhooks.subscribe(app.uri("/app"), "app/scopes_update");
        sandbox.apps().grant(List.of("read_orders"));
        webhooks.deliverPending();

        assertThat(app.received("/app").get(0).text())
                .contains("\"current\":[\"read_orders\"]", "\"previous\":[\"read_all_orders\",\"write_orders\"");
    }

    @Test
    void withoutTheScopeNothingIsDelivered() {
        sandbox.apps().grant(List.of("read_fulfillments"));
        pendingRefund();

        assertThat(webhooks.all()).isEmpty();
    }

    @Test
    void privacyTopicsNameTheCustomerAndTheOrders() {
        webhooks.subscribe(app.uri("/privacy"), "customers/data_request", "customers/redact");
        String order = merchant.order()
                .email("anna@example.com")
                .quietly()
                .sale("flatpay", "r1")
                .place();
        merchant.requestData(order);
        merchant.redactCustomer(order);
        webhooks.deliverPending();

        String number = order.substring(order.lastIndexOf('/') + 1);
        assertThat(app.received("/privacy").get(0).text())
                .contains(
                        "\"email\":\"anna@example.com\"",
                        "\"orders_requested\":[" + number + "]",
                        "\"data_request\":{\"id\":");
        assertThat(app.received("/privacy").get(1).text()).contains("\"orders_to_redact\":[" + number + "]");
    }

    @Test
    void aStormIsSignedReadyAndTrue() throws Exception {
        sandbox.bulk(5_000);

        List<SignedDelivery> storm =
                sandbox.storm().orders(0, 3_000).duplicates(10).shuffled(5).build();

        long different = storm.stream()
                .map(delivery -> delivery.headers().get("X-Shopify-Webhook-Id"))
                .distinct()
                .count();
        assertThat(different).isEqualTo(2 * 2_550L);
        assertThat(storm.size()).isBetween(5_400, 5_900);
        SignedDelivery one = storm.get(17);
        assertThat(one.headers().get("X-Shopify-Hmac-Sha256"))
                .isEqualTo(hmac(one.body(), sandbox.app().secret()));
        List<SignedDelivery> sorted = new ArrayList<>(storm);
        Collections.shuffle(sorted);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(app.uri("/hook").toString()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(one.body()));
        one.headers().forEach(request::header);
        assertThat(RawClient.send(request.build()).status()).isEqualTo(200);
        assertThat(webhooks.pending()).isEmpty();
        assertThat(sandbox.order(sandbox.bulkOrders(0, 1).get(0)).totals().financialStatus())
                .isEqualTo("REFUNDED");
    }

    @Test
    void onlySoManyAreKept() {
        webhooks.keepAtMost(3);
        for (int i = 0; i < 5; i++) {
            pendingRefund();
        }
        assertThat(webhooks.all()).hasSize(5);

        webhooks.deliverPending();

        assertThat(webhooks.all()).hasSize(3);
    }
}
