package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubscriptionsTest {
    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(START);
    private static final String CREATE =
            "mutation($topic: WebhookSubscriptionTopic!, $s: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $topic, webhookSubscription: $s) {"
                    + " webhookSubscription { id topic uri callbackUrl format filter includeFields name apiVersion { handle } endpoint { __typename ... on WebhookHttpEndpoint { callbackUrl } } }"
                    + " userErrors { field message } } }";

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final ShopifyWebhooks webhooks = sandbox.webhooks();
    private final RawClient client = new RawClient(sandbox);
    private Listener app;

    @BeforeEach
    void anAppListens() {
        CLOCK.set(START);
        app = new Listener(200);
    }

    @AfterEach
    void theAppCloses() {
        app.close();
    }

    private RawClient.Answer create(String topic, String more) throws Exception {
        return client.admin(
                CREATE,
                Map.of("topic", topic, "s", RawClient.json("{\"uri\":\"" + app.uri("/hook") + "\"" + more + "}")));
    }

    private void order() {
        merchant.order().sale("bogus", null).place();
    }

    @Test
    void aSubscriptionIsMadeReadChangedAndDeleted() throws Exception {
        RawClient.Answer made = create("ORDERS_PAID", ",\"name\":\"books\"");
        String id = made.text("data.webhookSubscriptionCreate.webhookSubscription.id");

        assertThat(made.at("data.webhookSubscriptionCreate.webhookSubscription").toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"topic\":\"ORDERS_PAID\",\"uri\":\"" + app.uri("/hook")
                        + "\",\"callbackUrl\":\""
                        + app.uri("/hook")
                        + "\",\"format\":\"JSON\",\"filter\":null,\"includeFields\":[],\"name\":\"books\",\"apiVersion\":{\"handle\":\"2026-10\"},"
                        + "\"endpoint\":{\"__typename\":\"WebhookHttpEndpoint\",\"callbackUrl\":\"" + app.uri("/hook")
                        + "\"}}");
        order();
        webhooks.deliverPending();
        assertThat(app.received("/hook").get(0).header("X-Shopify-Name")).isEqualTo("books");
        assertThat(app.received("/hook").get(0).header("X-Shopify-Topic")).isEqualTo("orders/paid");

        RawClient.Answer changed = client.admin(
                "mutation($id: ID!, $s: WebhookSubscriptionInput!) { webhookSubscriptionUpdate(id: $id, webhookSubscription: $s) { webhookSubscription { uri } userErrors { message } } }",
                Map.of("id", id, "s", RawClient.json("{\"uri\":\"" + app.uri("/other") + "\"}")));
        assertThat(changed.text("data.webhookSubscriptionUpdate.webhookSubscription.uri"))
                .isEqualTo(app.uri("/other").toString());
        RawClient.Answer deleted = client.admin(
                "mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }",
                Map.of("id", id));
        assertThat(deleted.text("data.webhookSubscriptionDelete.deletedWebhookSubscriptionId"))
                .isEqualTo(id);
        assertThat(client.admin(
                                "mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }",
                                Map.of("id", id))
                        .list("data.webhookSubscriptionDelete.userErrors"))
                .hasSize(1);
    }

    @Test
    void theApiShowsOnlyItsOwnOnes() throws Exception {
        webhooks.subscribe(app.uri("/toml"), "orders/paid", "app/uninstalled");
        create("ORDERS_PAID", "");
        create("ORDER_TRANSACTIONS_CREATE", "");
        create("APP_UNINSTALLED", "");

        RawClient.Answer all = client.admin("{ webhookSubscriptions(first: 10) { nodes { topic } } }");
        RawClient.Answer some =
                client.admin("{ webhookSubscriptions(first: 10, topics: [ORDERS_PAID]) { nodes { topic } } }");

        assertThat(all.list("data.webhookSubscriptions.nodes").toString())
                .isEqualTo(
                        "[{\"topic\":\"ORDERS_PAID\"},{\"topic\":\"ORDER_TRANSACTIONS_CREATE\"},{\"topic\":\"APP_UNINSTALLED\"}]");
        assertThat(some.list("data.webhookSubscriptions.nodes")).hasSize(1);
    }

    @Test
    void whatCannotBeSubscribedToIsRefused() throws Exception {
        create("ORDERS_PAID", "");
        assertThat(create("ORDERS_PAID", "").text("data.webhookSubscriptionCreate.userErrors.0.message"))
                .isEqualTo("Address for this topic has already been taken");
        assertThat(client.admin(CREATE, Map.of("topic", "ORDERS_PAID", "s", RawClient.json("{\"uri\":\"nowhere\"}")))
                        .text("data.webhookSubscriptionCreate.userErrors.0.message"))
                .isEqualTo("Address is invalid");
        assertThat(create("DISPUTES_CREATE", "").list("data.webhookSubscriptionCreate.userErrors"))
                .hasSize(1);
        assertThat(client.admin(
                                CREATE.replace(
                                        "$topic: WebhookSubscriptionTopic!",
                                        "$topic: WebhookSubscriptionTopic! = CUSTOMERS_REDACT"),
                                Map.of("s", RawClient.json("{}")))
                        .json()
                        .has("data"))
                .isFalse();
    }

    @Test
    void afterEightFailuresInARowItIsDeleted() throws Exception {
        create("ORDERS_PAID", "");
        order();
        order();
        app.answer(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500);
        int attempts = 0;
        for (int minute = 0; minute <= 126; minute++) {
            attempts += webhooks.deliverDue().size();
            CLOCK.advance(Duration.ofMinutes(1));
        }
        assertThat(attempts).isEqualTo(14);
        assertThat(client.admin("{ webhookSubscriptions(first: 1) { nodes { id } } }")
                        .list("data.webhookSubscriptions.nodes"))
                .hasSize(1);

        webhooks.deliverDue();

        assertThat(client.admin("{ webhookSubscriptions(first: 1) { nodes { id } } }")
                        .list("data.webhookSubscriptions.nodes"))
                .isEmpty();
        assertThat(webhooks.pending()).isEmpty();
        order();
        assertThat(webhooks.pending()).isEmpty();
    }

    @Test
    void aSuccessInBetweenSavesIt() throws Exception {
        create("ORDERS_PAID", "");
        order();
        app.answer(500, 500, 500, 500);
        for (int i = 0; i < 4; i++) {
            webhooks.deliverPending();
        }
        order();
        app.answer(500, 200, 500, 500, 500, 500);
        webhooks.deliverPending();
        for (int i = 0; i < 4; i++) {
            webhooks.deliverPending();
        }

        assertThat(client.admin("{ webhookSubscriptions(first: 1) { nodes { id } } }")
                        .list("data.webhookSubscriptions.nodes"))
                .hasSize(1);
    }

    @Test
    void onlyTheWantedFieldsAreSentAndEqualBodiesOnlyOnce() throws Exception {
        create("ORDERS_UPDATED", ",\"includeFields\":[\"id\",\"financial_status\"]");
        String order = merchant.order().sale("flatpay", "r1").place();
        merchant.note(order, "one");
        merchant.note(order, "two");
        assertThat(webhooks.pending()).hasSize(1);
        assertThat(webhooks.pending().get(0).body())
                .isEqualTo(
                        "{\"id\":" + order.substring(order.lastIndexOf('/') + 1) + ",\"financial_status\":\"paid\"}");

        CLOCK.advance(Duration.ofMinutes(1));
        merchant.note(order, "three");
        assertThat(webhooks.pending()).hasSize(2);
    }

    @Test
    void aFilterChoosesAndAMistakenOneLetsNothingPass() throws Exception {
        create("ORDERS_PAID", ",\"filter\":\"total_price:>=100.00 test:false\"");
        create("ORDERS_CREATE", ",\"filter\":\"transactions.gateway:flatpay\"");
        create("REFUNDS_CREATE", ",\"filter\":\"transactions.status:pending\"");
        merchant.order().total("99.99").sale("bogus", null).place();
        String order = merchant.order().total("1000.00").sale("flatpay", "r1").place();
        merchant.refund(order).amount("1.00").make();

        assertThat(webhooks.all("orders/paid")).hasSize(1);
        assertThat(webhooks.all("orders/paid").get(0).body()).contains("\"total_price\":\"1000.00\"");
        assertThat(webhooks.all("orders/create")).isEmpty();
        assertThat(webhooks.all("refunds/create")).hasSize(1);
    }

    @Test
    void anUninstalledAppLosesTheSubscriptionsOfTheApi() throws Exception {
        create("APP_UNINSTALLED", "");
        create("ORDERS_PAID", "");
        webhooks.subscribe(app.uri("/toml"), "orders/paid");
        sandbox.apps().uninstall();

        assertThat(webhooks.deliverPending()).containsExactly(200);
        sandbox.apps().reinstall();
        String token = sandbox.app().staticToken();
        assertThat(client.admin("2026-10", token, "{ webhookSubscriptions(first: 5) { nodes { id } } }", Map.of())
                        .list("data.webhookSubscriptions.nodes"))
                .isEmpty();
        order();
        assertThat(webhooks.pending()).extracting(webhook -> webhook.uri()).isEqualTo(List.of(app.uri("/toml")));
    }
}
