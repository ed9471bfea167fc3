package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadingOrdersTest {
    @RegisterExtension
    static final ShopifySandboxExtension SHOP = new ShopifySandboxExtension(ShopifySandbox.builder()
            .clock(ManualClock.at(Instant.parse("2026-11-20T08:00:00.5Z")))
            .scopes("read_all_orders", "write_orders", "read_customers"));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final RawClient client = new RawClient(sandbox);

    private RawClient.Answer order(String id, String selection) throws Exception {
        RawClient.Answer answer =
                client.admin("query($id: ID!) { order(id: $id) { " + selection + " } }", Map.of("id", id));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("errors")).as(answer.text()).isFalse();
        return answer;
    }

    @Test
    void anOrderIsReadByIdWithWhateverIsSelected() throws Exception {
        String id = merchant.order()
                .total("49.90")
                .sale("flatpay", "rPayment1")
                .email("anna@example.com")
                .place();

        RawClient.Answer answer = order(
                id,
                "id legacyResourceId name number createdAt updatedAt test currencyCode displayFinancialStatus email"
                        + " customer { email displayName } paymentGatewayNames"
                        + " transactions { id kind status gateway formattedGateway paymentId test errorCode"
                        + "   manualPaymentGateway parentTransaction { id } amountSet { shopMoney { amount currencyCode } } }");

        JsonObject order = answer.at("data.order").getAsJsonObject();
        assertThat(order.get("id").getAsString()).isEqualTo(id);
        assertThat(order.get("legacyResourceId").getAsString()).isEqualTo(id.substring(id.lastIndexOf('/') + 1));
        assertThat(order.get("name").getAsString()).isEqualTo("#1001");
        assertThat(order.get("createdAt").getAsString()).isEqualTo("2026-11-20T08:00:00Z");
        assertThat(order.get("displayFinancialStatus").getAsString()).isEqualTo("PAID");
        assertThat(order.get("paymentGatewayNames").toString()).isEqualTo("[\"flatpay\"]");
        assertThat(answer.text("data.order.customer.email")).isEqualTo("anna@example.com");
        JsonObject payment = answer.at("data.order.transactions.0").getAsJsonObject();
        assertThat(payment.get("kind").getAsString()).isEqualTo("SALE");
        assertThat(payment.get("status").getAsString()).isEqualTo("SUCCESS");
        assertThat(payment.get("paymentId").getAsString()).isEqualTo("rPayment1");
        assertThat(payment.get("parentTransaction").isJsonNull()).isTrue();
        assertThat(answer.at("data.order.transactions.0.amountSet.shopMoney").toString())
                .isEqualTo("{\"amount\":\"49.9\",\"currencyCode\":\"EUR\"}");
    }

    @Test
    void idsDoNotSurviveADoubleAndAreSharedBetweenTypes() throws Exception {
        String id = merchant.order().sale("flatpay", "rPayment1").place();

        long number = Long.parseLong(id.substring(id.lastIndexOf('/') + 1));
        assertThat((long) (double) number).isNotEqualTo(number);
        assertThat(order(id, "transactions { id }").text("data.order.transactions.0.id"))
                .isEqualTo("gid://shopify/OrderTransaction/" + number);
    }

    @Test
    void fragmentsAliasesAndIntrospectionWork() throws Exception {
        String id = merchant.order().sale("flatpay", "rPayment1").place();

        RawClient.Answer answer = client.admin(
                "query Q($id: ID!, $yes: Boolean!) { first: order(id: $id) { ...F } second: node(id: $id) { __typename id"
                        + " ... on Order { name @include(if: $yes) note @skip(if: $yes) } } }"
                        + " fragment F on Order { name total: totalPriceSet { ...M } }"
                        + " fragment M on MoneyBag { presentmentMoney { amount } }",
                Map.of("id", id, "yes", true));

        assertThat(answer.text("data.first.total.presentmentMoney.amount")).isEqualTo("49.9");
        assertThat(answer.at("data.second").toString())
                .isEqualTo("{\"__typename\":\"Order\",\"id\":\"" + id + "\",\"name\":\"#1001\"}");
        assertThat(client.admin("{ __schema { queryType { name } } __type(name: \"Refund\") { kind } }")
                        .text("data.__schema.queryType.name"))
                .isEqualTo("QueryRoot");
    }

    @Test
    void whatIsNotInTheSchemaIsAnErrorWithStatus200() throws Exception {
        RawClient.Answer unknown = client.admin("{ order(id: \"gid://shopify/Order/1\") { invented } }");
        RawClient.Answer syntax = client.admin("{ order( }");
        RawClient.Answer missing = client.admin("{ order { id } }");
        RawClient.Answer variable = client.admin("query($id: ID!) { order(id: $id) { id } }");

        assertThat(unknown.status()).isEqualTo(200);
        assertThat(unknown.errorCode()).isEqualTo("undefinedField");
        assertThat(unknown.json().has("data")).isFalse();
        assertThat(syntax.status()).isEqualTo(200);
        assertThat(syntax.list("errors")).isNotEmpty();
        assertThat(missing.errorCode()).isEqualTo("missingRequiredArguments");
        assertThat(variable.errorCode()).isEqualTo("INVALID_VARIABLE");
        assertThat(client.post("/admin/api/2026-10/graphql.json", sandbox.adminToken(), "{query:'{ shop { name } }'}")
                        .status())
                .isEqualTo(400);
        assertThat(client.post("/admin/api/2026-10/graphql.json", sandbox.adminToken(), "{}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anOrderThatDoesNotExistIsNullAndAWrongIdIsAnError() throws Exception {
        RawClient.Answer none = client.admin("{ order(id: \"gid://shopify/Order/404\") { id } }");
        RawClient.Answer otherType = client.admin("{ order(id: \"gid://shopify/Refund/1\") { id } }");
        RawClient.Answer bare = client.admin("{ order(id: \"1001\") { id } }");

        assertThat(none.at("data.order").isJsonNull()).isTrue();
        assertThat(none.json().has("errors")).isFalse();
        assertThat(otherType.errorCode()).isEqualTo("RESOURCE_NOT_FOUND");
        assertThat(bare.errorCode()).isEqualTo("RESOURCE_NOT_FOUND");
        assertThat(bare.at("data.order").isJsonNull()).isTrue();
    }

    @Test
    void everyPartIsANodeOfItsOwn() throws Exception {
        String id = merchant.order()
                .line("Cap", 2, "20.00")
                .sale("flatpay", "rPayment1")
                .place();
        String fulfillment = merchant.fulfill(id);
        String refund = merchant.refund(id).amount("5.00").make().refundId().orElseThrow();
        String line = order(id, "lineItems(first: 1) { nodes { id } }").text("data.order.lineItems.nodes.0.id");

        RawClient.Answer nodes = client.admin(
                "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }",
                Map.of(
                        "ids",
                        RawClient.json("[\""
                                + String.join(
                                        "\",\"",
                                        id,
                                        fulfillment,
                                        refund,
                                        line,
                                        "gid://shopify/OrderTransaction/9007199254740993",
                                        "gid://shopify/Shop/548380009",
                                        "gid://shopify/Order/5")
                                + "\"]")));

        assertThat(nodes.list("data.nodes").toString())
                .isEqualTo("[{\"__typename\":\"Order\",\"id\":\"" + id + "\"},"
                        + "{\"__typename\":\"Fulfillment\",\"id\":\"" + fulfillment + "\"},"
                        + "{\"__typename\":\"Refund\",\"id\":\"" + refund + "\"},"
                        + "{\"__typename\":\"LineItem\",\"id\":\"" + line + "\"},"
                        + "{\"__typename\":\"OrderTransaction\",\"id\":\"gid://shopify/OrderTransaction/9007199254740993\"},"
                        + "{\"__typename\":\"Shop\",\"id\":\"gid://shopify/Shop/548380009\"},null]");
        assertThat(client.admin("query($id: ID!) { refund(id: $id) { id order { id } } }", Map.of("id", refund))
                        .text("data.refund.order.id"))
                .isEqualTo(id);
    }

    @Test
    void twoCurrenciesAreNeverMixed() throws Exception {
        String id = merchant.order()
                .currency("JPY", "0.0061")
                .total("1500")
                .sale("flatpay", "rPayment1")
                .place();

        RawClient.Answer answer = order(
                id,
                "currencyCode presentmentCurrencyCode totalPriceSet { shopMoney { amount } presentmentMoney { amount currencyCode } }"
                        + " totalPrice transactions { amount amountSet { shopMoney { amount currencyCode } presentmentMoney { amount } } }");

        assertThat(answer.text("data.order.currencyCode")).isEqualTo("EUR");
        assertThat(answer.text("data.order.presentmentCurrencyCode")).isEqualTo("JPY");
        assertThat(answer.at("data.order.totalPriceSet").toString())
                .isEqualTo(
                        "{\"shopMoney\":{\"amount\":\"9.15\"},\"presentmentMoney\":{\"amount\":\"1500.0\",\"currencyCode\":\"JPY\"}}");
        assertThat(answer.text("data.order.totalPrice")).isEqualTo("9.15");
        assertThat(answer.text("data.order.transactions.0.amount")).isEqualTo("9.15");
    }

    @Test
    void aCurrencyWithThreeDecimalsKeepsThem() throws Exception {
        String id = merchant.order()
                .currency("KWD", "3.01")
                .total("1.234")
                .sale("flatpay", "r1")
                .place();

        assertThat(order(id, "totalReceivedSet { presentmentMoney { amount } }")
                        .text("data.order.totalReceivedSet.presentmentMoney.amount"))
                .isEqualTo("1.234");
    }

    @Test
    void aPlainListIsCutAndAConnectionHasPages() throws Exception {
        String id = merchant.order()
                .line("Cap", 1, "10.00")
                .line("Scarf", 1, "20.00")
                .line("Gloves", 1, "30.00")
                .giftCard("10.00")
                .sale("flatpay", "r1")
                .place();

        RawClient.Answer first = order(
                id,
                "transactions(first: 1) { gateway } lineItems(first: 2) { nodes { title } edges { cursor node { title } }"
                        + " pageInfo { hasNextPage hasPreviousPage endCursor } }");

        assertThat(first.list("data.order.transactions")).hasSize(1);
        assertThat(first.text("data.order.transactions.0.gateway")).isEqualTo("gift_card");
        assertThat(first.text("data.order.lineItems.nodes.1.title")).isEqualTo("Scarf");
        assertThat(first.at("data.order.lineItems.pageInfo.hasNextPage").getAsBoolean())
                .isTrue();
        String end = first.text("data.order.lineItems.pageInfo.endCursor");
        assertThat(first.text("data.order.lineItems.edges.1.cursor")).isEqualTo(end);
        RawClient.Answer second = order(
                id,
                "lineItems(first: 2, after: \"" + end
                        + "\") { nodes { title } pageInfo { hasNextPage hasPreviousPage } }");
        assertThat(second.list("data.order.lineItems.nodes").toString()).isEqualTo("[{\"title\":\"Gloves\"}]");
        assertThat(second.at("data.order.lineItems.pageInfo").toString())
                .isEqualTo("{\"hasNextPage\":false,\"hasPreviousPage\":true}");
        RawClient.Answer last = order(id, "lineItems(last: 1) { nodes { title } }");
        assertThat(last.text("data.order.lineItems.nodes.0.title")).isEqualTo("Gloves");
    }

    @Test
    void aConnectionWithoutASizeOrWithTooLargeAOneIsAnError() throws Exception {
        assertThat(client.admin("{ orders { nodes { id } } }").errorCode()).isEqualTo("BAD_REQUEST");
        assertThat(client.admin("{ orders(first: 251) { pageInfo { hasNextPage } } }")
                        .errorCode())
                .isEqualTo("BAD_REQUEST");
        assertThat(client.admin("{ orders(first: 1, after: \"x\") { nodes { id } } }")
                        .errorCode())
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void theShopSuggestsWhatItWouldStillRefund() throws Exception {
        String id = merchant.order()
                .line("Cap", 2, "20.00", "4.80")
                .shipping("5.00")
                .giftCard("14.60")
                .sale("flatpay", "r1")
                .place();

        RawClient.Answer full = order(
                id,
                "suggestedRefund(suggestFullRefund: true) { amountSet { shopMoney { amount } } maximumRefundableSet { shopMoney { amount } }"
                        + " subtotalSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } } shipping { amountSet { shopMoney { amount } } }"
                        + " suggestedTransactions { kind gateway amountSet { shopMoney { amount } } maximumRefundableSet { shopMoney { amount } } parentTransaction { id } } }");
        RawClient.Answer one = order(
                id,
                "suggestedRefund(refundLineItems: [{ lineItemId: \"gid://shopify/LineItem/9007199254740993\", quantity: 1 }]) {"
                        + " amountSet { shopMoney { amount } } refundLineItems { quantity } }");

        assertThat(full.text("data.order.suggestedRefund.amountSet.shopMoney.amount"))
                .isEqualTo("54.6");
        assertThat(full.text("data.order.suggestedRefund.subtotalSet.shopMoney.amount"))
                .isEqualTo("40.0");
        assertThat(full.text("data.order.suggestedRefund.totalTaxSet.shopMoney.amount"))
                .isEqualTo("9.6");
        assertThat(full.text("data.order.suggestedRefund.shipping.amountSet.shopMoney.amount"))
                .isEqualTo("5.0");
        assertThat(full.list("data.order.suggestedRefund.suggestedTransactions"))
                .hasSize(2);
        assertThat(full.text("data.order.suggestedRefund.suggestedTransactions.0.amountSet.shopMoney.amount"))
                .isEqualTo("14.6");
        assertThat(full.text("data.order.suggestedRefund.suggestedTransactions.1.amountSet.shopMoney.amount"))
                .isEqualTo("40.0");
        assertThat(one.text("data.order.suggestedRefund.amountSet.shopMoney.amount"))
                .isEqualTo("24.8");
    }

    @Test
    void theShopAndTheAppDescribeThemselves() throws Exception {
        RawClient.Answer answer = client.admin(
                "{ shop { name myshopifyDomain currencyCode ianaTimezone timezoneOffset plan { publicDisplayName } }"
                        + " currentAppInstallation { accessScopes { handle } app { apiKey } }"
                        + " publicApiVersions { handle supported } }");

        assertThat(answer.text("data.shop.myshopifyDomain")).isEqualTo("maksut-sandbox.myshopify.com");
        assertThat(answer.text("data.shop.timezoneOffset")).isEqualTo("+02:00");
        assertThat(answer.list("data.currentAppInstallation.accessScopes").toString())
                .contains("read_all_orders", "write_orders");
        assertThat(answer.text("data.currentAppInstallation.app.apiKey"))
                .isEqualTo(sandbox.app().clientId());
        assertThat(answer.list("data.publicApiVersions").toString())
                .isEqualTo(
                        "[{\"handle\":\"2026-01\",\"supported\":true},{\"handle\":\"2026-04\",\"supported\":true},"
                                + "{\"handle\":\"2026-07\",\"supported\":true},{\"handle\":\"2026-10\",\"supported\":true},"
                                + "{\"handle\":\"2027-01\",\"supported\":false},{\"handle\":\"unstable\",\"supported\":false}]");
    }

    @Test
    void everyFieldOfTheSchemaCanBeRead() throws Exception {
        String id = merchant.order()
                .line("Cap", 2, "20.00")
                .shipping("5.00")
                .authorization("flatpay", "r1")
                .note("handle with care")
                .tag("vip")
                .place();
        merchant.capture("gid://shopify/OrderTransaction/9007199254740993", "45.00");
        merchant.succeed("gid://shopify/OrderTransaction/9007199254740995");
        merchant.fulfill(id);
        merchant.refund(id).make();
        JsonObject type = client.admin(
                        "{ __type(name: \"Order\") { fields { name args { name } type { ...T } } } }"
                                + " fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }")
                .at("data.__type")
                .getAsJsonObject();
        StringBuilder scalars = new StringBuilder();
        type.getAsJsonArray("fields").forEach(field -> {
            String printed = field.getAsJsonObject().get("type").toString();
            if (printed.contains("\"kind\":\"SCALAR\"") || printed.contains("\"kind\":\"ENUM\"")) {
                scalars.append(field.getAsJsonObject().get("name").getAsString())
                        .append(' ');
            } else if (printed.contains("\"MoneyBag\"")) {
                scalars.append(field.getAsJsonObject().get("name").getAsString())
                        .append(" { shopMoney { amount currencyCode } } ");
            }
        });

        RawClient.Answer answer = order(id, scalars.toString());

        assertThat(answer.at("data.order").getAsJsonObject().size()).isGreaterThan(60);
        assertThat(answer.text("data.order.note")).isEqualTo("handle with care");
        assertThat(answer.at("data.order.tags").toString()).isEqualTo("[\"vip\"]");
    }
}
