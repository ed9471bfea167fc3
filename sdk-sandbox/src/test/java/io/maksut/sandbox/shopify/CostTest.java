package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {
    private static final AtomicLong NANOS = new AtomicLong();

    @RegisterExtension
    static final ShopifySandboxExtension SHOP = new ShopifySandboxExtension(ShopifySandbox.builder()
            .nanoTime(NANOS::get)
            .costBucket(1_000, 50)
            .scopes("write_orders", "read_customers"));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final RawClient client = new RawClient(sandbox);

    @BeforeEach
    void someOrders() {
        for (int i = 0; i < 3; i++) {
            sandbox.merchant().order().giftCard("1.00").sale("flatpay", "r" + i).place();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ shop { name } }                                                                      | 1   | 1",
                "{ shop { name plan { publicDisplayName } } }                                           | 2   | 2",
                "{ publicApiVersions { handle } }                                                       | 1   | 6",
                "{ order(id: \"gid://shopify/Order/9007199254740993\") { id name } }                    | 1   | 1",
                "{ order(id: \"gid://shopify/Order/5\") { id totalPriceSet { shopMoney { amount } } } } | 3   | 0",
                "{ orders(first: 10) { nodes { id } pageInfo { hasNextPage } } }                        | 10  | 3",
                "{ orders(first: 10) { edges { cursor node { id } } } }                                 | 10  | 3",
                "{ orders(first: 10) { nodes { transactions(first: 5) { id } } } }                      | 60  | 9",
                "{ orders(first: 10) { nodes { transactions { amountSet { shopMoney { amount } } } } } } | 40 | 21",
                "query($n: Int = 20) { orders(last: $n) { nodes { id } } }                              | 20  | 3",
                "{ a: shop { name } b: shop { name } }                                                  | 2   | 2",
                "{ node(id: \"gid://shopify/Order/9007199254740993\") { id ... on Order { customer { id } } ... on Refund { order { id customer { id } } } } } | 4 | 2"
            })
    void aDocumentCostsWhatThePublishedRulesSay(String document, long requested, long actual) throws Exception {
        RawClient.Answer answer = client.admin(document);

        assertThat(answer.at("extensions.cost.requestedQueryCost").getAsLong())
                .as(answer.text())
                .isEqualTo(requested);
        assertThat(answer.at("extensions.cost.actualQueryCost").getAsLong())
                .as(answer.text())
                .isEqualTo(Math.min(requested, actual));
        assertThat(answer.at("extensions.cost.throttleStatus").toString())
                .isEqualTo("{\"maximumAvailable\":1000.0,\"currentlyAvailable\":"
                        + (1_000 - Math.min(requested, actual)) + ",\"restoreRate\":50.0}");
    }

    @Test
    void aMutationCostsTen() throws Exception {
        RawClient.Answer answer = client.admin(
                "mutation { a: tagsAdd(id: \"gid://shopify/Order/5\", tags: [\"x\"]) { userErrors { message } }"
                        + " b: tagsAdd(id: \"gid://shopify/Order/5\", tags: [\"x\"]) { userErrors { message } } }");

        assertThat(answer.at("extensions.cost.requestedQueryCost").getAsLong()).isEqualTo(20);
    }

    @Test
    void aTooDearDocumentIsRefusedWhateverIsInTheBucket() throws Exception {
        RawClient.Answer answer = client.admin(
                "query($n: Int) { orders(first: $n) { nodes { transactions(first: 10) { amountSet { shopMoney { amount } } } } } }",
                Map.of("n", 100));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.errorCode()).isEqualTo("MAX_COST_EXCEEDED");
        assertThat(answer.at("errors.0.extensions.cost").getAsLong()).isEqualTo(3_100);
        assertThat(answer.at("errors.0.extensions.maxCost").getAsLong()).isEqualTo(1_000);
        assertThat(answer.json().has("data")).isFalse();
    }

    @Test
    void anEmptyBucketThrottlesUntilItIsRestored() throws Exception {
        String dear = "{ orders(first: 200) { nodes { id customer { id } totalPriceSet { shopMoney { amount } } } } }";
        sandbox.bulk(300);
        assertThat(client.admin(dear)
                        .at("extensions.cost.throttleStatus.currentlyAvailable")
                        .getAsLong())
                .isEqualTo(200);

        RawClient.Answer throttled = client.admin(dear);

        assertThat(throttled.status()).isEqualTo(200);
        assertThat(throttled.errorCode()).isEqualTo("THROTTLED");
        assertThat(throttled.text("errors.0.message")).isEqualTo("Throttled");
        assertThat(throttled.json().has("data")).isFalse();
        assertThat(throttled.at("extensions.cost.requestedQueryCost").getAsLong())
                .isEqualTo(800);
        assertThat(throttled.at("extensions.cost.actualQueryCost").isJsonNull()).isTrue();
        NANOS.addAndGet(Duration.ofSeconds(12).toNanos() - 1);
        assertThat(client.admin(dear).errorCode()).isEqualTo("THROTTLED");
        NANOS.addAndGet(1);
        assertThat(client.admin(dear).json().has("data")).isTrue();
        sandbox.refillBucket();
        assertThat(client.admin(dear).json().has("data")).isTrue();
    }

    @Test
    void aThrottledMutationDoesNothing() throws Exception {
        sandbox.bulk(300);
        String order = sandbox.bulkOrders(0, 1).get(0);
        client.admin("{ orders(first: 250) { nodes { id customer { id } } } }");
        client.admin("{ orders(first: 245) { nodes { id customer { id } } } }");

        RawClient.Answer answer = client.admin(
                "mutation($id: ID!) { a: tagsAdd(id: $id, tags: [\"x\"]) { node { id } } b: tagsAdd(id: $id, tags: [\"y\"]) { node { id } } }",
                Map.of("id", order));

        assertThat(answer.errorCode()).isEqualTo("THROTTLED");
        assertThat(sandbox.order(order).tags()).isEmpty();
    }
}
