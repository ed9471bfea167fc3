package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.RecordedRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultsOnTheWireTest {
    @RegisterExtension
    static final ShopifySandboxExtension SHOP = new ShopifySandboxExtension();

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final RawClient client = new RawClient(sandbox);

    private RawClient.Answer tag(String order, String tag) throws Exception {
        return client.admin(
                "mutation($id: ID!, $tag: String!) { tagsAdd(id: $id, tags: [$tag]) { node { id } userErrors { message } } }",
                Map.of("id", order, "tag", tag));
    }

    @Test
    void anAnswerIsLostBeforeOrAfterTheWorkWasDone() throws Exception {
        String order = sandbox.merchant().order().place();
        sandbox.faults()
                .next(Fault.RESET_BEFORE_PROCESSING)
                .matching(request -> request.body().contains("before"));
        sandbox.faults()
                .next(Fault.RESET_AFTER_PROCESSING)
                .matching(request -> request.body().contains("after"));

        assertThatThrownBy(() -> tag(order, "before")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tag(order, "after")).isInstanceOf(IOException.class);

        assertThat(sandbox.order(order).tags()).containsExactly("after");
        assertThat(sandbox.requests().all())
                .extracting(RecordedRequest::fault)
                .containsExactly("reset before processing", "reset after processing");
        assertThat(sandbox.faults().used()).isTrue();
    }

    @Test
    void theShopsOwnErrorsAreOnDemand() throws Exception {
        String order = sandbox.merchant().order().place();
        sandbox.faults().next(ShopifyFaults.throttled(3));
        sandbox.faults().next(ShopifyFaults.internalErrorAfterProcessing());
        sandbox.faults().next(ShopifyFaults.internalError());
        sandbox.faults().next(ShopifyFaults.badToken());
        sandbox.faults().next(ShopifyFaults.notFound());
        sandbox.faults().next(ShopifyFaults.tooManyRequests(2));
        sandbox.faults().next(Fault.MAINTENANCE_PAGE);

        RawClient.Answer throttled = tag(order, "throttled");
        assertThat(throttled.errorCode()).isEqualTo("THROTTLED");
        long missing = throttled.at("extensions.cost.requestedQueryCost").getAsLong()
                - throttled
                        .at("extensions.cost.throttleStatus.currentlyAvailable")
                        .getAsLong();
        assertThat(missing).isEqualTo(300);
        assertThat(tag(order, "done").errorCode()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(tag(order, "not done").errorCode()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(tag(order, "x").status()).isEqualTo(401);
        assertThat(tag(order, "x").text("errors")).isEqualTo("Not Found");
        assertThat(tag(order, "x").header("Retry-After")).isEqualTo("2");
        assertThat(tag(order, "x").status()).isEqualTo(503);
        assertThat(sandbox.order(order).tags()).containsExactly("done");
    }

    @Test
    void anAnswerMayBePartial() throws Exception {
        String order = sandbox.merchant().order().sale("flatpay", "r1").place();
        sandbox.failField("Order", "note", 1);
        sandbox.failField("Order", "transactions", 1);

        RawClient.Answer nullable =
                client.admin("query($id: ID!) { order(id: $id) { name note } }", Map.of("id", order));
        RawClient.Answer bubbling = client.admin(
                "query($id: ID!) { shop { name } order(id: $id) { name transactions { id } } }", Map.of("id", order));
        RawClient.Answer whole = client.admin(
                "query($id: ID!) { order(id: $id) { name note transactions { id } } }", Map.of("id", order));

        assertThat(nullable.at("data.order").toString()).isEqualTo("{\"name\":\"#1001\",\"note\":null}");
        assertThat(nullable.errorCode()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(nullable.at("errors.0.path").toString()).isEqualTo("[\"order\",\"note\"]");
        assertThat(bubbling.at("data.order").isJsonNull()).isTrue();
        assertThat(bubbling.text("data.shop.name")).isEqualTo("Maksut sandbox");
        assertThat(whole.json().has("errors")).isFalse();
    }

    @Test
    void aSlowAnswerIsOnDemandAndAClosedSandboxReleasesIt() throws Exception {
        RawClient.Answer answer;
        try (ShopifySandbox other = ShopifySandbox.start()) {
            other.faults().next(Fault.slow(Duration.ofMillis(50)));
            long start = System.nanoTime();
            answer = new RawClient(other).admin("{ shop { name } }");
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(50).toNanos());
        }
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void everythingIsAsNewAfterAReset() throws Exception {
        String order = sandbox.merchant().order().sale("flatpay", "r1").place();
        sandbox.searchLag(Duration.ofHours(1));
        sandbox.faults().next(Fault.EMPTY_BODY).always();
        sandbox.reset();

        assertThat(client.admin("query($id: ID!) { order(id: $id) { id } }", Map.of("id", order))
                        .at("data.order")
                        .isJsonNull())
                .isTrue();
        assertThat(sandbox.merchant().order().place()).isEqualTo(order);
        assertThat(client.admin("{ orders(first: 1) { nodes { id } } }").text("data.orders.nodes.0.id"))
                .isEqualTo(order);
    }

    @Test
    void secretsAndPeopleStayOutOfLogs() {
        String order = sandbox.merchant()
                .order()
                .email("anna@example.com")
                .sale("flatpay", "r1")
                .place();
        sandbox.webhooks().subscribe(URI.create("http://127.0.0.1:1/hook"), "refunds/create");
        sandbox.merchant().refund(order).make();

        String all = sandbox.order(order).toString()
                + sandbox.order(order).placement().customer()
                + sandbox.app()
                + sandbox.app().offlineTokens()
                + sandbox.webhooks().all()
                + sandbox.webhooks().all().get(0).payload();

        assertThat(all).doesNotContain("anna", sandbox.app().secret(), "shpat_", "shprt_");
    }
}
