package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.sandbox.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkOperationsTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));
    private static final String QUERY =
            "{ orders(query: \"financial_status:paid\") { edges { node { id name transactions { id status } lineItems { edges { node { id title } } } } } } }";

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final RawClient client = new RawClient(sandbox);

    private RawClient.Answer run(String query) throws Exception {
        return client.admin(
                "mutation($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id status } userErrors { code message } } }",
                Map.of("q", query));
    }

    private RawClient.Answer read(String id) throws Exception {
        return client.admin(
                "query($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount url partialDataUrl completedAt } }",
                Map.of("id", id));
    }

    @Test
    void everythingComesAsLinesWithTheIdOfTheirParent() throws Exception {
        sandbox.webhooks().subscribe(URI.create("http://127.0.0.1:1/hook"), "bulk_operations/finish");
        sandbox.bulkOperations().delay(Duration.ofMinutes(1));
        String first = sandbox.merchant()
                .order()
                .line("Cap", 1, "1.00")
                .line("Scarf", 1, "2.00")
                .sale("flatpay", "r1")
                .place();
        sandbox.merchant().order().place();
        sandbox.bulk(300);

        RawClient.Answer started = run(QUERY);
        String id = started.text("data.bulkOperationRunQuery.bulkOperation.id");
        assertThat(started.text("data.bulkOperationRunQuery.bulkOperation.status"))
                .isEqualTo("CREATED");
        assertThat(run(QUERY).text("data.bulkOperationRunQuery.userErrors.0.code"))
                .isEqualTo("OPERATION_IN_PROGRESS");
        assertThat(read(id).at("data.bulkOperation.url").isJsonNull()).isTrue();
        CLOCK.advance(Duration.ofMinutes(1));
        RawClient.Answer done = read(id);

        assertThat(done.text("data.bulkOperation.status")).isEqualTo("COMPLETED");
        assertThat(done.text("data.bulkOperation.rootObjectCount")).isEqualTo("256");
        assertThat(done.text("data.bulkOperation.objectCount")).isEqualTo("513");
        List<String> lines = client.get(URI.create(done.text("data.bulkOperation.url")))
                .text()
                .lines()
                .toList();
        assertThat(lines).hasSize(513);
        JsonObject last = JsonParser.parseString(lines.get(512)).getAsJsonObject();
        assertThat(last.get("title").getAsString()).isEqualTo("Scarf");
        assertThat(last.get("__parentId").getAsString()).isEqualTo(first);
        assertThat(JsonParser.parseString(lines.get(510))
                        .getAsJsonObject()
                        .get("transactions")
                        .toString())
                .isEqualTo("[{\"id\":\"gid://shopify/OrderTransaction/9007199254740993\",\"status\":\"SUCCESS\"}]");
        assertThat(sandbox.webhooks().all().get(0).body()).contains("\"status\":\"completed\"", "BulkOperation");
        CLOCK.advance(Duration.ofDays(7));
        assertThat(client.get(URI.create(done.text("data.bulkOperation.url"))).status())
                .isEqualTo(404);
    }

    @Test
    void aFailedOperationLeavesPartOfItsLines() throws Exception {
        sandbox.bulk(100);
        sandbox.bulkOperations().failNext();
        String id = run("{ orders { nodes { id } } }").text("data.bulkOperationRunQuery.bulkOperation.id");

        RawClient.Answer failed = read(id);

        assertThat(failed.text("data.bulkOperation.status")).isEqualTo("FAILED");
        assertThat(failed.text("data.bulkOperation.errorCode")).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(failed.at("data.bulkOperation.url").isJsonNull()).isTrue();
        assertThat(client.get(URI.create(failed.text("data.bulkOperation.partialDataUrl")))
                        .text()
                        .lines())
                .hasSize(50);
    }

    @Test
    void anOperationCanBeCancelledAndAnEmptyOneHasNoAddress() throws Exception {
        sandbox.bulkOperations().delay(Duration.ofMinutes(1));
        String id = run(QUERY).text("data.bulkOperationRunQuery.bulkOperation.id");
        String cancel =
                "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }";
        assertThat(client.admin(cancel, Map.of("id", id)).text("data.bulkOperationCancel.bulkOperation.status"))
                .isEqualTo("CANCELED");
        assertThat(client.admin(cancel, Map.of("id", id)).list("data.bulkOperationCancel.userErrors"))
                .hasSize(1);

        run(QUERY);
        CLOCK.advance(Duration.ofMinutes(1));
        assertThat(client.admin("{ currentBulkOperation { status url objectCount } }")
                        .at("data.currentBulkOperation")
                        .toString())
                .isEqualTo("{\"status\":\"COMPLETED\",\"url\":null,\"objectCount\":\"0\"}");
    }

    @Test
    void whatCannotBeRunInBulkIsRefused() throws Exception {
        for (String query : List.of(
                "{ shop { name } }",
                "{ orders { edges { node { invented } } } }",
                "mutation { tagsAdd(id: \"x\", tags: []) { node { id } } }",
                "{ orders { edges { node { returns { edges { node { refunds { edges { node { transactions { edges { node { id } } } } } } } } } } } }",
                "{ a: orders { nodes { id } } b: orders { nodes { id } } c: orders { nodes { id } } d: orders { nodes { id } } e: orders { nodes { id } } f: orders { nodes { id } } }")) {
            assertThat(run(query).text("data.bulkOperationRunQuery.userErrors.0.code"))
                    .as(query)
                    .isEqualTo("INVALID");
        }
    }
}
