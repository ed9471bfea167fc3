package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import io.maksut.sandbox.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchingOrdersTest {
    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(START);

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK).withoutThrottling());

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final RawClient client = new RawClient(sandbox);

    @BeforeEach
    void timeBeginsAnew() {
        CLOCK.set(START);
    }

    private RawClient.Answer search(String query, String more) throws Exception {
        return client.admin(
                "query($q: String) { orders(first: 50, query: $q" + more
                        + ") { nodes { name } pageInfo { hasNextPage endCursor } } }",
                Map.of("q", query));
    }

    private List<String> names(String query) throws Exception {
        return names(query, ", sortKey: ID");
    }

    private List<String> names(String query, String more) throws Exception {
        RawClient.Answer answer = search(query, more);
        assertThat(answer.json().has("errors")).as(answer.text()).isFalse();
        List<String> names = new ArrayList<>();
        for (JsonElement node : answer.list("data.orders.nodes")) {
            names.add(node.getAsJsonObject().get("name").getAsString());
        }
        return names;
    }

    private void someOrders() {
        merchant.order()
                .name("1001")
                .sale("flatpay", "rAbC1")
                .tag("vip")
                .email("anna@example.com")
                .place();
        CLOCK.advance(Duration.ofHours(1));
        merchant.order().name("1002").authorization("flatpay", "rAbC2").place();
        CLOCK.advance(Duration.ofHours(1));
        String third = merchant.order()
                .name("1003")
                .sale("klarna", "c901414060.1")
                .test()
                .place();
        CLOCK.advance(Duration.ofHours(1));
        merchant.refund(third).make().transactionIds().forEach(merchant::succeed);
        merchant.order()
                .name("1004")
                .giftCard("9.90")
                .sale("flatpay", "r'quoted\\")
                .place();
        String fifth = merchant.order().name("1005").place();
        merchant.cancel(fifth, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "payment_id:'rAbC1'                                  | #1001",
                "payment_id:\"rAbC1\"                                | #1001",
                "payment_id:rAbC1                                    | #1001",
                "payment_id:'c901414060.1'                           | #1003",
                "payment_id:'r\\'quoted\\\\'                         | #1004",
                "payment_id:'rAbC'                                   | ``",
                "payment_id:rAbC*                                    | #1001 #1002",
                "name:#1002                                          | #1002",
                "name:1002                                           | #1002",
                "name:'#1002' OR name:1003                           | #1002 #1003",
                "financial_status:refunded                           | #1003",
                "financial_status:authorized,refunded                | #1002 #1003",
                "financial_status:paid AND gateway:gift_card         | #1004",
                "gateway:flatpay                                     | #1001 #1002 #1004",
                "test:true                                           | #1003",
                "-test:true gateway:klarna                           | ``",
                "NOT test:true                                       | #1001 #1002 #1004 #1005",
                "status:cancelled                                    | #1005",
                "status:open                                         | #1001 #1002 #1003 #1004",
                "tag:vip                                             | #1001",
                "tag_not:vip test:false status:open                  | #1002 #1004",
                "email:ANNA@example.com                              | #1001",
                "created_at:>='2026-11-20T09:00:00Z'                 | #1002 #1003 #1004 #1005",
                "created_at:>'2026-11-20T09:00:00Z'                  | #1003 #1004 #1005",
                "created_at:<'2026-11-20T09:00:00Z'                  | #1001",
                "created_at:>=2026-11-20T09:00:00Z created_at:<=2026-11-20T10:00:00Z | #1002 #1003",
                "created_at:'2026-11-20'                             | #1001 #1002 #1003 #1004 #1005",
                "created_at:>2026-11-20                              | ``",
                "created_at:<=2026                                   | #1001 #1002 #1003 #1004 #1005",
                "created_at:<now                                     | #1001 #1002 #1003",
                "updated_at:>='2026-11-20T11:00:00+00:00'            | #1003 #1004 #1005",
                "(name:1001 OR name:1002) AND financial_status:authorized | #1002",
                "id:9007199254740993                                 | #1001",
                "id:>9007199254740993 id:<=9007199254740997          | #1002 #1003",
                "1003                                                | ``",
                "#1003                                               | #1003"
            })
    void theSearchSyntaxIsUnderstood(String query, String names) throws Exception {
        someOrders();

        assertThat(String.join(" ", names(query))).isEqualTo(names);
    }

    @Test
    void aMistakeInAFilterFindsEverythingWithNoMoreThanAWarning() throws Exception {
        someOrders();

        assertThat(names("payment_identifier:'rAbC1'")).hasSize(5);
        assertThat(names("paymentId:rAbC1 name:1002")).containsExactly("#1002");
        assertThat(names("financial_status:payed")).hasSize(5);
        assertThat(names("updated_at:>=yesterday")).hasSize(5);
        assertThat(names("")).hasSize(5);
        RawClient.Answer answer = search("payment_identifier:'rAbC1'", "");
        assertThat(answer.text("extensions.search.0.warnings.0.field")).isEqualTo("payment_identifier");
        assertThat(answer.text("extensions.search.0.warnings.0.message"))
                .isEqualTo("Invalid search field for this query.");
    }

    @Test
    void aSearchIsASearchAndNoKeyLookup() throws Exception {
        merchant.order().name("1001").sale("flatpay", "rAbC1").place();
        merchant.order().name("1002").sale("flatpay", "rabc1").place();

        assertThat(names("payment_id:'rAbC1'")).containsExactly("#1001", "#1002");
    }

    @Test
    void aPaymentIdFindsPaymentsAndNoRefundsCapturesOrDeclinedAttempts() throws Exception {
        sandbox.gateway("flatpay").childPaymentIds(true);
        String order = merchant.order()
                .name("1001")
                .declinedSale("flatpay", "rDeclined")
                .sale("flatpay", "r1")
                .place();
        merchant.order().name("1002").pendingSale("flatpay", "rPending").place();
        String refund = merchant.refund(order).make().transactionIds().get(0);

        String refundPaymentId = sandbox.order(order).transactions().get(2).paymentId();
        assertThat(refund).endsWith("9007199254740999");
        assertThat(refundPaymentId).isEqualTo("#1001.3");
        assertThat(names("payment_id:'#1001.3'")).isEmpty();
        assertThat(names("payment_id:rDeclined")).isEmpty();
        assertThat(names("payment_id:rPending")).containsExactly("#1002");
    }

    @Test
    void aSearchSeesAChangeOnlyAfterAWhileButReadingSeesItAtOnce() throws Exception {
        sandbox.searchLag(Duration.ofMinutes(2));
        String order = merchant.order().name("1001").sale("flatpay", "r1").place();

        assertThat(names("payment_id:r1")).isEmpty();
        assertThat(client.admin("query($id: ID!) { order(id: $id) { name } }", Map.of("id", order))
                        .text("data.order.name"))
                .isEqualTo("#1001");
        CLOCK.advance(Duration.ofSeconds(119));
        assertThat(names("payment_id:r1")).isEmpty();
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(names("payment_id:r1")).containsExactly("#1001");

        merchant.refund(order).make().transactionIds().forEach(merchant::succeed);
        assertThat(names("financial_status:refunded")).isEmpty();
        RawClient.Answer stale = client.admin(
                "{ orders(first: 5, query: \"financial_status:paid\") { nodes { displayFinancialStatus } } }");
        assertThat(stale.text("data.orders.nodes.0.displayFinancialStatus")).isEqualTo("REFUNDED");
        CLOCK.advance(Duration.ofMinutes(2));
        assertThat(names("financial_status:refunded")).containsExactly("#1001");
    }

    @Test
    void aDeletedOrderIsFoundNoMoreAtOnce() throws Exception {
        sandbox.searchLag(Duration.ofMinutes(2));
        String order = merchant.order().sale("flatpay", "r1").place();
        CLOCK.advance(Duration.ofMinutes(2));
        merchant.delete(order);

        assertThat(names("payment_id:r1")).isEmpty();
        assertThat(client.admin("query($id: ID!) { order(id: $id) { name } }", Map.of("id", order))
                        .at("data.order")
                        .isJsonNull())
                .isTrue();
    }

    @Test
    void withoutTheScopeOnlySixtyDaysAreSeen() throws Exception {
        String old = merchant.order()
                .name("old")
                .createdAt(START.minus(Duration.ofDays(61)))
                .sale("flatpay", "r1")
                .place();
        merchant.order()
                .name("new")
                .createdAt(START.minus(Duration.ofDays(59)))
                .sale("flatpay", "r2")
                .place();
        String refund = merchant.refund(old).make().refundId().orElseThrow();

        assertThat(names("")).containsExactly("#old", "#new");
        sandbox.apps().grant(List.of("write_orders"));

        assertThat(names("")).containsExactly("#new");
        assertThat(names("payment_id:r1")).isEmpty();
        assertThat(client.admin(
                                "query($o: ID!, $r: ID!) { order(id: $o) { id } refund(id: $r) { id } node(id: $r) { id } }",
                                Map.of("o", old, "r", refund))
                        .at("data")
                        .toString())
                .isEqualTo("{\"order\":null,\"refund\":null,\"node\":null}");
        assertThat(client.admin("{ ordersCount { count precision } }")
                        .at("data.ordersCount")
                        .toString())
                .isEqualTo("{\"count\":1,\"precision\":\"EXACT\"}");
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedInBothDirections() throws Exception {
        for (int i = 1; i <= 5; i++) {
            merchant.order()
                    .name("100" + i)
                    .total(i + "0.00")
                    .sale("flatpay", "r" + i)
                    .place();
            CLOCK.advance(Duration.ofMinutes(i == 2 ? 0 : 1));
        }

        List<String> up = new ArrayList<>();
        String cursor = "";
        boolean more = true;
        while (more) {
            RawClient.Answer page = client.admin("{ orders(first: 2, sortKey: UPDATED_AT" + cursor
                    + ") { nodes { name } pageInfo { hasNextPage endCursor } } }");
            page.list("data.orders.nodes")
                    .forEach(node -> up.add(node.getAsJsonObject().get("name").getAsString()));
            more = page.at("data.orders.pageInfo.hasNextPage").getAsBoolean();
            cursor = ", after: \"" + page.text("data.orders.pageInfo.endCursor") + "\"";
        }
        assertThat(up).containsExactly("#1001", "#1002", "#1003", "#1004", "#1005");
        assertThat(names("", ", sortKey: CREATED_AT, reverse: true"))
                .containsExactly("#1005", "#1004", "#1003", "#1002", "#1001");
        assertThat(names("", ", sortKey: TOTAL_PRICE, reverse: true")).startsWith("#1005", "#1004");
        RawClient.Answer last = client.admin(
                "{ orders(last: 2, sortKey: ID) { nodes { name } pageInfo { hasPreviousPage hasNextPage startCursor } } }");
        assertThat(last.list("data.orders.nodes").toString()).isEqualTo("[{\"name\":\"#1004\"},{\"name\":\"#1005\"}]");
        assertThat(last.at("data.orders.pageInfo.hasPreviousPage").getAsBoolean())
                .isTrue();
        RawClient.Answer before = client.admin("{ orders(last: 2, sortKey: ID, before: \""
                + last.text("data.orders.pageInfo.startCursor") + "\") { nodes { name } } }");
        assertThat(before.list("data.orders.nodes").toString())
                .isEqualTo("[{\"name\":\"#1002\"},{\"name\":\"#1003\"}]");
    }

    @Test
    void anOrderThatChangesWhileItIsPagedThroughMovesToTheEnd() throws Exception {
        List<String> orders = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            orders.add(merchant.order().name("100" + i).sale("flatpay", "r" + i).place());
            CLOCK.advance(Duration.ofMinutes(1));
        }
        RawClient.Answer first =
                client.admin("{ orders(first: 2, sortKey: UPDATED_AT) { nodes { name } pageInfo { endCursor } } }");
        merchant.note(orders.get(0), "changed meanwhile");

        RawClient.Answer second = client.admin("{ orders(first: 5, sortKey: UPDATED_AT, after: \""
                + first.text("data.orders.pageInfo.endCursor") + "\") { nodes { name } } }");

        assertThat(second.list("data.orders.nodes").toString())
                .isEqualTo("[{\"name\":\"#1003\"},{\"name\":\"#1004\"},{\"name\":\"#1001\"}]");
    }

    @Test
    void aMillionOrdersTakeNoMemoryAndAreSearchedAndChangedLikeOthers() throws Exception {
        sandbox.bulk(1_000_000, START.minus(Duration.ofDays(30)), Duration.ofSeconds(2), "flatpay");
        merchant.order()
                .name("own")
                .createdAt(START.minus(Duration.ofDays(30)).plusSeconds(5))
                .place();

        assertThat(names("payment_id:'bulk-000999999'")).containsExactly("#10999999");
        RawClient.Answer first =
                client.admin("{ orders(first: 5, sortKey: UPDATED_AT) { nodes { name } pageInfo { endCursor } } }");
        assertThat(first.list("data.orders.nodes").toString())
                .isEqualTo(
                        "[{\"name\":\"#10000000\"},{\"name\":\"#10000001\"},{\"name\":\"#10000002\"},{\"name\":\"#own\"},{\"name\":\"#10000003\"}]");
        assertThat(names(
                        "updated_at:>='" + START.minus(Duration.ofDays(30)).plusSeconds(1_999_996) + "'",
                        ", sortKey: UPDATED_AT"))
                .containsExactly("#10999998", "#10999999");
        assertThat(names(
                        "updated_at:<'" + START.minus(Duration.ofDays(30)).plusSeconds(3) + "'",
                        ", sortKey: UPDATED_AT, reverse: true"))
                .containsExactly("#10000001", "#10000000");

        String order = sandbox.bulkOrders(500_000, 500_001).get(0);
        merchant.refund(order).make();
        RawClient.Answer refunded = client.admin(
                "query($id: ID!) { order(id: $id) { name refunds { id } transactions { kind status } } }",
                Map.of("id", order));
        assertThat(refunded.list("data.order.refunds")).hasSize(1);
        assertThat(refunded.list("data.order.transactions").toString())
                .isEqualTo("[{\"kind\":\"SALE\",\"status\":\"SUCCESS\"},{\"kind\":\"REFUND\",\"status\":\"PENDING\"}]");
        assertThat(names("payment_id:bulk-000500000")).containsExactly("#10500000");
        assertThat(names("", ", sortKey: UPDATED_AT, reverse: true")).startsWith("#10500000", "#10999999");
        RawClient.Answer bulkRefund = client.admin(
                "query($id: ID!) { refund(id: $id) { order { name } } }",
                Map.of("id", sandbox.bulkOrders(11, 12).get(0).replace("Order", "Refund")));
        assertThat(bulkRefund.text("data.refund.order.name")).isEqualTo("#10000011");
    }
}
