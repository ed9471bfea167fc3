package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import io.maksut.sandbox.woocommerce.Receiver.Received;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhooksTest {
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

    // Configuration

    @Test
    void aWebhookIsCreatedWithoutItsSecretInTheAnswer() throws Exception {
        Answer created = create("order.updated");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(shop.httpsUrl() + "/wp-json/wc/v3/webhooks/1");
        assertThat(Names.of(created.json()))
                .containsExactly(
                        "id",
                        "name",
                        "status",
                        "topic",
                        "resource",
                        "event",
                        "hooks",
                        "delivery_url",
                        "date_created",
                        "date_created_gmt",
                        "date_modified",
                        "date_modified_gmt",
                        "_links");
        assertThat(created.raw("hooks")).isEqualTo("[\"woocommerce_update_order\",\"woocommerce_order_refunded\"]");
        assertThat(created.text("resource")).isEqualTo("order");
        assertThat(created.text("event")).isEqualTo("updated");
        assertThat(created.raw("date_modified")).isEqualTo("null");
        assertThat(client.get("/webhooks/1").text("date_modified_gmt"))
                .as("the ping that followed changed it")
                .isEqualTo("2026-03-10T10:00:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order.created",
                "order.deleted",
                "order.restored",
                "product.updated",
                "coupon.created",
                "customer.deleted",
                "action.woocommerce_refund_created",
                "action.wc_anything"
            })
    void theseTopicsAreValid(String topic) throws Exception {
        assertThat(create(topic).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund.created", "order.paid", "order.refunded", "action.save_post", "order", ""})
    void thereIsNoTopicForRefundsNorAnyOther(String topic) throws Exception {
        Answer answer = create(topic);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"code\":\"woocommerce_rest_shop_webhook_invalid_topic\",\"message\":\"Webhook topic is "
                        + "required and must be valid.\",\"data\":{\"status\":400}}");
    }

    @Test
    void aPluginCanBringATopicForRefunds() throws Exception {
        webhooks.pluginTopic("order.refunded", "woocommerce_order_refunded");
        long order = shop.order().add();
        assertThat(create("order.refunded").raw("hooks")).isEqualTo("[\"woocommerce_order_refunded\"]");

        refund(order, "1.00");
        webhooks.deliver();

        assertThat(receiver.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.topic()).isEqualTo("order.refunded");
            assertThat(json(delivery).get("id").getAsLong()).isEqualTo(order);
        });
    }

    @Test
    void webhooksAreListedChangedAndDeleted() throws Exception {
        create("order.updated");
        create("order.created");
        CLOCK.advance(Duration.ofSeconds(1));
        create("order.deleted");

        Answer list = client.get("/webhooks");
        assertThat(list.ids()).as("newest second first").containsExactly(3L, 1L, 2L);
        assertThat(list.header("X-WP-Total")).isEqualTo("3");
        assertThat(client.put("/webhooks/2", "{'status':'paused','name':'later'}")
                        .text("status"))
                .isEqualTo("paused");
        assertThat(client.get("/webhooks?status=paused").ids()).containsExactly(2L);
        assertThat(client.get("/webhooks?per_page=2&page=2").ids()).containsExactly(2L);
        assertThat(client.put("/webhooks/2", "{'status':'off'}").status()).isEqualTo(400);
        assertThat(client.put("/webhooks/2", "{'topic':'refund.created'}").text("code"))
                .isEqualTo("woocommerce_rest_shop_webhook_invalid_topic");
        assertThat(client.delete("/webhooks/2").status()).isEqualTo(501);
        assertThat(client.delete("/webhooks/2?force=true").text("name")).isEqualTo("later");
        assertThat(client.get("/webhooks/2").status()).isEqualTo(400);
        assertThat(client.delete("/webhooks/2?force=true").status()).isEqualTo(404);
        assertThat(client.post("/webhooks", "{'topic':'order.updated','delivery_url':'ftp://x'}")
                        .text("code"))
                .isEqualTo("woocommerce_rest_shop_webhook_invalid_delivery_url");
    }

    // Pings

    @Test
    void thePingIsAFormWithoutSignatureAndComesBeforeTheAnswer() throws Exception {
        create("order.updated");

        assertThat(receiver.pings()).singleElement().satisfies(ping -> {
            assertThat(ping.body()).isEqualTo("webhook_id=1");
            assertThat(ping.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(ping.header("User-Agent")).isEqualTo("WooCommerce/10.9.1 Hookshot (WordPress/6.9.7)");
            assertThat(ping.headers().keySet()).noneMatch(name -> name.startsWith("X-wc"));
        });
    }

    @Test
    void pingsComeAgainUntilOneGotExactly200() throws Exception {
        long order = shop.order().add();
        receiver.answers.add(204);
        create("order.updated");

        client.put("/orders/" + order, "{}");
        receiver.answers.add(200);
        receiver.answers.add(201);
        webhooks.deliver();
        assertThat(receiver.pings()).as("again after the delivery").hasSize(2);
        client.put("/webhooks/1", "{'status':'active'}");
        assertThat(receiver.pings()).hasSize(3);
        client.put("/webhooks/1", "{'status':'active'}");
        assertThat(receiver.pings()).as("the third got 200").hasSize(3);
        client.put("/webhooks/1", "{'delivery_url':'" + receiver.url() + "/new'}");
        assertThat(receiver.pings()).as("a new address is pinged anew").hasSize(4);
    }

    @Test
    void aWebhookToNowhereIsActive() throws Exception {
        receiver.close();

        assertThat(create("order.updated").text("status")).isEqualTo("active");
    }
}
