package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhook;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhookContentTest {
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
                .isEqualTo(Signing.hmac(hook.body(), sandbox.app().secret()));
        assertThat(hook.text()).contains("gid:\\/\\/shopify\\/Refund\\/", "a\\u0026b\\/c", "äöå €");
        String written = JsonParser.parseString(hook.text()).toString();
        assertThat(Signing.hmac(
                        written.getBytes(StandardCharsets.UTF_8), sandbox.app().secret()))
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
                .isEqualTo(Signing.hmac(hooks.get(0).body(), old));
        assertThat(hooks.get(1).header("X-Shopify-Hmac-Sha256"))
                .isEqualTo(Signing.hmac(hooks.get(1).body(), renewed));
    }

    @Test
    void aDeadVersionFallsForwardInTheHeader() {
        CLOCK.set(Instant.parse("2027-10-20T00:00:00Z"));
        pendingRefund();
        webhooks.deliverPending();

        assertThat(app.received("/hook").get(0).header("X-Shopify-API-Version")).isEqualTo("2027-01");
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
}
