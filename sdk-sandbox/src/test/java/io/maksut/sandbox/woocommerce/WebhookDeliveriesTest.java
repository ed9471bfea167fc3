package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import io.maksut.sandbox.woocommerce.Receiver.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class WebhookDeliveriesTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOW);

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP = new WooCommerceSandboxExtension(
            WooCommerceSandbox.builder().clock(CLOCK).answerLimit(Duration.ofSeconds(2)));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final WooCommerceWebhooks webhooks = shop.webhooks();
    private final RawClient client = new RawClient(shop);
    private Receiver receiver;

    @BeforeEach
    void aReceiverListens() throws Exception {
        CLOCK.set(NOW);
        receiver = new Receiver();
    }

    @AfterEach
    void itCloses() {
        receiver.close();
    }

    private Answer create(String topic) throws Exception {
        return create(topic, "s3cret");
    }

    private Answer create(String topic, String secret) throws Exception {
        return client.post(
                "/webhooks",
                "{'name':'from the test','topic':'" + topic + "','delivery_url':'" + receiver.url() + "','secret':'"
                        + secret + "'}");
    }

    private void refund(long order, String amount) throws Exception {
        assertThat(client.refund(order, "{'amount':'" + amount + "'}").status()).isEqualTo(201);
    }

    private static JsonObject json(Received delivery) {
        return JsonParser.parseString(delivery.body()).getAsJsonObject();
    }

    @Test
    void aDeliveryIsTheOrderAsRestShowsItSignedOverItsBytes() throws Exception {
        long order = shop.order().meta("_note", "\u00e4/\u20ac").add();
        create("order.updated");
        refund(order, "5.00");

        assertThat(webhooks.deliver()).containsExactly(200);

        Received delivery = receiver.deliveries().get(0);
        assertThat(delivery.signedWith("s3cret")).isTrue();
        assertThat(delivery.body()).contains("\"\\u00e4\\/\\u20ac\"");
        assertThat(json(delivery)).isEqualTo(client.get("/orders/" + order).json());
        assertThat(delivery.header("Content-Type")).isEqualTo("application/json");
        assertThat(delivery.header("User-Agent")).isEqualTo("WooCommerce/10.9.1 Hookshot (WordPress/6.9.7)");
        assertThat(delivery.header("X-WC-Webhook-Source")).isEqualTo(shop.httpsUrl() + "/");
        assertThat(delivery.header("X-WC-Webhook-Resource")).isEqualTo("order");
        assertThat(delivery.header("X-WC-Webhook-Event")).isEqualTo("updated");
        assertThat(delivery.header("X-WC-Webhook-ID")).isEqualTo("1");
        assertThat(delivery.header("X-WC-Webhook-Delivery-ID")).matches("[0-9a-f]{32}");
    }

    @Test
    void theKeyIsTheSecretAfterItsEntitiesWereDecoded() throws Exception {
        long order = shop.order().add();
        create("order.updated", "a&amp;b &lt;c&gt; &quot;d&quot; &#039;e&#039; &amp;lt; ");
        client.put("/orders/" + order, "{}");
        webhooks.deliver();

        assertThat(receiver.deliveries().get(0).signedWith("a&b <c> \"d\" 'e' &lt; "))
                .isTrue();
    }

    @Test
    void oneRefundSetsOffThreeTopicsAndOnlyOneOfThemOnceForEachRefund() throws Exception {
        long order = shop.order().add();
        create("order.updated");
        create("action.woocommerce_refund_created");
        create("action.woocommerce_order_refunded");

        refund(order, "1.00");
        refund(order, "1.00");
        refund(order, "1.00");

        assertThat(webhooks.pending()).hasSize(5);
        assertThat(webhooks.deliver()).hasSize(5);
        List<Received> updated = topic("order.updated");
        assertThat(updated).hasSize(1);
        assertThat(json(updated.get(0)).getAsJsonArray("refunds")).hasSize(3);
        assertThat(topic("action.woocommerce_refund_created"))
                .extracting(Received::body)
                .containsExactlyElementsOf(shop.refunds(order).stream()
                        .map(refund -> "{\"action\":\"woocommerce_refund_created\",\"arg\":" + refund.id() + "}")
                        .toList());
        assertThat(topic("action.woocommerce_order_refunded"))
                .extracting(Received::body)
                .containsExactly("{\"action\":\"woocommerce_order_refunded\",\"arg\":" + order + "}");
        assertThat(topic("action.woocommerce_order_refunded").get(0).header("X-WC-Webhook-Resource"))
                .isEqualTo("action");
    }

    private List<Received> topic(String topic) {
        return receiver.deliveries().stream()
                .filter(delivery -> delivery.topic().equals(topic))
                .toList();
    }

    @Test
    void beforeRefundsMovedOrdersTheRefundComesFirst() throws Exception {
        try (WooCommerceSandbox old =
                WooCommerceSandbox.builder().version("6.9.4").start()) {
            RawClient oldClient = new RawClient(old);
            for (String topic : List.of("order.updated", "action.woocommerce_refund_created")) {
                oldClient.post("/webhooks", "{'topic':'" + topic + "','delivery_url':'" + receiver.url() + "'}");
            }
            oldClient.refund(old.order().add(), "{'amount':'1.00'}");

            assertThat(old.webhooks().pending())
                    .extracting(QueuedWebhook::topic)
                    .containsExactly("action.woocommerce_refund_created", "order.updated");
        }
    }

    @Test
    void theBodyIsMadeAtDelivery() throws Exception {
        long order = shop.order().add();
        create("order.updated");
        client.put("/orders/" + order, "{'status':'on-hold'}");
        client.put("/orders/" + order, "{'status':'completed'}");

        webhooks.deliver();

        assertThat(receiver.deliveries())
                .singleElement()
                .satisfies(delivery ->
                        assertThat(json(delivery).get("status").getAsString()).isEqualTo("completed"));
    }

    @Test
    void newOrdersFromTheShopAndFromRestAreToldTwice() throws Exception {
        create("order.created");
        create("order.updated");

        long placed = shop.order().place();
        shop.order().add();
        long posted =
                client.post("/orders", "{'line_items':[{'product_id':3}]}").id();

        assertThat(webhooks.pending())
                .extracting(queued -> queued.topic() + " " + queued.arg())
                .containsExactly(
                        "order.created " + placed,
                        "order.updated " + placed,
                        "order.created " + posted,
                        "order.updated " + posted);
    }

    @Test
    void theTrashIsADeletionAndDeletingForGoodIsNone() throws Exception {
        create("order.deleted");
        long order = shop.order().add();

        client.delete("/orders/" + order);
        webhooks.deliver();
        client.delete("/orders/" + order + "?force=true");

        assertThat(receiver.deliveries()).extracting(Received::body).containsExactly("{\"id\":" + order + "}");
        assertThat(webhooks.pending()).isEmpty();
    }

    @Test
    void anOrderThatIsGoneByThenIsASignedError() throws Exception {
        long order = shop.order().add();
        create("order.updated");
        client.put("/orders/" + order, "{}");
        shop.deleteOrder(order);

        webhooks.deliver();

        assertThat(receiver.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.topic()).isEqualTo("order.updated");
            assertThat(delivery.body())
                    .isEqualTo("{\"code\":\"woocommerce_rest_shop_order_invalid_id\",\"message\":\"Invalid ID.\","
                            + "\"data\":{\"status\":404}}");
            assertThat(delivery.signedWith("s3cret")).isTrue();
        });
    }

    @Test
    void aWebhookWhoseOwnerIsDeletedOrDemotedDeliversSignedErrors() throws Exception {
        long order = shop.order().add();
        create("order.updated");
        create("action.woocommerce_refund_created");
        refund(order, "1.00");
        String error = "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"Sorry, you cannot view this "
                + "resource.\",\"data\":{\"status\":401}}";

        shop.deleteUser();
        webhooks.deliver();
        assertThat(topic("order.updated").get(0).body()).isEqualTo(error);
        assertThat(topic("order.updated").get(0).signedWith("s3cret")).isTrue();
        assertThat(topic("action.woocommerce_refund_created").get(0).body())
                .as("actions need no rights")
                .contains("\"arg\":");

        shop.restoreUser();
        client.put("/orders/" + order, "{}");
        shop.demoteUser();
        webhooks.deliver();
        assertThat(topic("order.updated").get(1).body()).isEqualTo(error.replace("401", "403"));
    }

    @Test
    void theDeliveryIdIsTheSameForAllOfOneWebhookInOneSecond() throws Exception {
        create("order.updated");
        create("action.woocommerce_order_refunded");
        refund(shop.order().add(), "1.00");
        refund(shop.order().add(), "1.00");
        webhooks.deliver();
        CLOCK.advance(Duration.ofSeconds(1));
        refund(shop.order().add(), "1.00");
        webhooks.deliver();

        List<String> ids = topic("order.updated").stream()
                .map(delivery -> delivery.header("X-WC-Webhook-Delivery-ID"))
                .toList();
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
        assertThat(topic("action.woocommerce_order_refunded").get(0).header("X-WC-Webhook-Delivery-ID"))
                .isNotEqualTo(ids.get(0));
    }

    @Test
    void deletingARefundTellsNobody() throws Exception {
        long order = shop.order().refunded("1.00", "", true).add();
        long refund = shop.refunds(order).get(0).id();
        for (String topic : List.of("order.updated", "order.deleted", "action.woocommerce_refund_deleted")) {
            create(topic);
        }

        client.delete("/orders/" + order + "/refunds/" + refund);

        assertThat(webhooks.pending()).isEmpty();
    }

    @Test
    void anEmptyUpdateTellsAndANoteDoesNot() throws Exception {
        long order = shop.order().meta("_seen", "1").add();
        create("order.updated");

        client.post("/orders/" + order + "/notes", "{'note':'x'}");
        assertThat(webhooks.pending()).isEmpty();
        client.put("/orders/" + order, "{'meta_data':[{'key':'_seen','value':'1'}]}");
        assertThat(webhooks.pending()).hasSize(1);
    }

    // On demand

    @Test
    void deliveriesAreReorderedRepeatedDroppedAndHeld() throws Exception {
        long order = shop.order().total("100.00").add();
        create("action.woocommerce_refund_created");
        for (int i = 0; i < 4; i++) {
            refund(order, "1.00");
        }
        List<QueuedWebhook> queued = webhooks.pending();
        long first = queued.get(0).id();
        long second = queued.get(1).id();

        webhooks.hold(queued.get(2).id());
        webhooks.drop(queued.get(3).id());
        assertThat(webhooks.deliverInOrder(second, first, second)).containsExactly(200, 200, 200);
        assertThat(webhooks.deliver()).isEmpty();
        webhooks.release(queued.get(2).id());
        assertThat(webhooks.deliver()).hasSize(1);

        assertThat(webhooks.sent())
                .extracting(SentWebhook::queueId)
                .containsExactly(second, first, second, queued.get(2).id());
        assertThat(webhooks.pending()).isEmpty();
        assertThatThrownBy(() -> webhooks.drop(first)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> webhooks.hold(first)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> webhooks.deliverInOrder(999)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNetworkRepeatsTheSameBytes() throws Exception {
        long order = shop.order().add();
        create("order.updated");
        refund(order, "1.00");
        webhooks.deliver();
        refund(order, "1.00");
        CLOCK.advance(Duration.ofSeconds(5));

        assertThat(webhooks.repeat(webhooks.sent().get(0))).isEqualTo(200);

        Received once = receiver.deliveries().get(0);
        Received again = receiver.deliveries().get(1);
        assertThat(again.body()).isEqualTo(once.body());
        assertThat(again.header("X-WC-Webhook-Delivery-ID")).isEqualTo(once.header("X-WC-Webhook-Delivery-ID"));
        assertThat(webhooks.sent()).hasSize(1);
    }

    @Test
    void automaticDeliveriesNeedNoCall() throws Exception {
        long order = shop.order().add();
        create("order.updated");
        webhooks.automatic(true);

        refund(order, "1.00");

        while (receiver.deliveries().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(json(receiver.deliveries().get(0)).get("id").getAsLong()).isEqualTo(order);
    }
}
