package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.parser.Parser;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Amounts;
import io.maksut.payment.Customer;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.portal.PaymentGateway;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.RefundWish;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Nothing is asked for that nobody reads: each field of each document, taken out of the answer, changes what comes of it. */
class FieldsAreReadTest {
    private static final String ORDER = "gid://shopify/Order/9107199254740993";
    private static final PaymentId PAYMENT = new PaymentId("flatpay", "rKoiraPuu01");
    private static final Money TEN = Money.of("EUR", "10.00");

    /** Answers to one document, and what comes of each. */
    private record Case(
            Operation operation, BiFunction<ScriptedShop, ShopifyShop, String> outcome, List<JsonObject> samples) {}

    @TestFactory
    Stream<DynamicTest> everySelectedFieldIsRead() {
        List<Case> cases = List.of(
                new Case(
                        Operation.ORDER,
                        (script, shop) -> text(shop.order(ORDER)),
                        List.of(
                                order(),
                                fullOrder(),
                                json(
                                        "{order: null, currentAppInstallation: {accessScopes: [{handle: 'read_all_orders'}]}}"))),
                new Case(
                        Operation.CHANGED_ORDERS,
                        (script, shop) -> {
                            var page = shop.changedSince(Instant.EPOCH, null);
                            return script.news
                                    + page.next()
                                    + page.orders().stream()
                                            .map(FieldsAreReadTest::text)
                                            .toList();
                        },
                        changed()),
                new Case(
                        Operation.ORDERS_OF_PAYMENT,
                        (script, shop) -> shop.findOrder(payment()).toString()
                                + script.asked(Operation.ORDERS_OF_PAYMENT).size(),
                        List.of(search("[{id: '" + ORDER + "'}]", false), search("[]", false), search("[]", true))),
                new Case(
                        Operation.ORDERS_OF_CUSTOMER,
                        (script, shop) -> {
                            script.answers(
                                    Operation.ORDERS_OF_PAYMENT,
                                    search("[]", false).toString());
                            script.answers(Operation.ORDER, unpaid().toString());
                            return shop.findOrder(linkPayment()).toString()
                                    + script.asked(Operation.ORDERS_OF_CUSTOMER).size();
                        },
                        List.of(alike("20.0", "10.0", false), alike("10.0", "20.0", false), alike("1.0", "1.0", true))),
                new Case(
                        Operation.SHIPPING,
                        (script, shop) ->
                                shop.order(ORDER).orElseThrow().fulfilment().toString(),
                        shipping()),
                new Case(
                        Operation.INSTALLATION,
                        (script, shop) -> shop.check().toString(),
                        List.of(
                                json(
                                        "{currentAppInstallation: {accessScopes: [{handle: 'read_orders'}, {handle: 'read_fulfillments'}]},"
                                                + " shop: {myshopifyDomain: 'corner.myshopify.com'}, publicApiVersions: [{handle: '2026-10', supported: true}]}"))),
                new Case(
                        Operation.WEBHOOK_SUBSCRIPTIONS,
                        FieldsAreReadTest::audit,
                        List.of(subscriptions(false), subscriptions(true))),
                new Case(
                        Operation.CREATE_WEBHOOK,
                        FieldsAreReadTest::audit,
                        List.of(json("{webhookSubscriptionCreate: {userErrors: [{message: 'no'}]}}"))),
                new Case(
                        Operation.REPAIR_WEBHOOK,
                        FieldsAreReadTest::audit,
                        List.of(json("{webhookSubscriptionUpdate: {userErrors: [{message: 'no'}]}}"))),
                new Case(
                        Operation.TAG_ORDER,
                        (script, shop) ->
                                shop.record(new PortalRefund("maksut:1", ORDER, PAYMENT, TEN, Instant.EPOCH, ""))
                                                .toString()
                                        + script.news,
                        List.of(json("{tagsAdd: {userErrors: [{message: 'no'}]}}"))),
                new Case(
                        Operation.CREATE_REFUND,
                        (script, shop) -> {
                            var started =
                                    script.sync(shop).start(shop.name(), new RefundWish("w", ORDER, PAYMENT, TEN, ""));
                            return started + " " + started.gatewayRefund() + started.reason();
                        },
                        List.of(
                                json("{refundCreate: {refund: {id: 'gid://shopify/Refund/7'}, userErrors: []}}"),
                                json("{refundCreate: {refund: null, userErrors: [{message: 'is in progress'}]}}"))),
                session(Operation.RESOLVE_REFUND_SESSION, SessionKind.REFUND),
                session(Operation.REJECT_REFUND_SESSION, SessionKind.REFUND),
                session(Operation.RESOLVE_CAPTURE_SESSION, SessionKind.CAPTURE),
                session(Operation.REJECT_CAPTURE_SESSION, SessionKind.CAPTURE),
                session(Operation.RESOLVE_VOID_SESSION, SessionKind.VOID),
                session(Operation.REJECT_VOID_SESSION, SessionKind.VOID));
        assertThat(cases).extracting(Case::operation).containsExactlyInAnyOrder(Operation.values());
        return cases.stream().flatMap(FieldsAreReadTest::tests);
    }

    private static Stream<DynamicTest> tests(Case it) {
        Document document = Parser.parse(it.operation().document());
        List<List<String>> paths = new ArrayList<>();
        leaves(
                document.getFirstDefinitionOfType(OperationDefinition.class)
                        .orElseThrow()
                        .getSelectionSet(),
                List.of(),
                paths);
        List<String> before =
                it.samples().stream().map(sample -> outcome(it, sample)).toList();
        return paths.stream()
                .map(path -> DynamicTest.dynamicTest(it.operation() + " " + String.join(".", path), () -> {
                    List<String> after = new ArrayList<>();
                    for (JsonObject sample : it.samples()) {
                        JsonObject without = sample.deepCopy();
                        remove(without, path);
                        after.add(outcome(it, without));
                    }
                    assertThat(after).isNotEqualTo(before);
                }));
    }

    private static void leaves(SelectionSet selections, List<String> path, List<List<String>> found) {
        for (Selection<?> selection : selections.getSelections()) {
            Field field = (Field) selection;
            List<String> longer = new ArrayList<>(path);
            longer.add(field.getName());
            if (field.getSelectionSet() == null) {
                found.add(longer);
            } else {
                leaves(field.getSelectionSet(), longer, found);
            }
        }
    }

    private static void remove(JsonElement from, List<String> path) {
        if (from instanceof JsonArray array) {
            array.forEach(item -> remove(item, path));
        } else if (from instanceof JsonObject object && path.size() == 1) {
            object.remove(path.get(0));
        } else if (from instanceof JsonObject object && object.has(path.get(0))) {
            remove(object.get(path.get(0)), path.subList(1, path.size()));
        }
    }

    /** What comes of an answer: a result, or a failure with its name. */
    private static String outcome(Case it, JsonObject sample) {
        try (ScriptedShop script = new ScriptedShop()) {
            script.answers(Operation.ORDER, order().toString());
            script.answers(Operation.SHIPPING, "{\"order\":null}");
            script.answers(Operation.WEBHOOK_SUBSCRIPTIONS, subscriptions(false).toString());
            script.answers(Operation.CREATE_WEBHOOK, "{\"webhookSubscriptionCreate\":{\"userErrors\":[]}}");
            script.answers(Operation.REPAIR_WEBHOOK, "{\"webhookSubscriptionUpdate\":{\"userErrors\":[]}}");
            if (it.operation() == Operation.SHIPPING) {
                script.answers(Operation.ORDER, authorised().toString());
            }
            script.answers(it.operation(), sample.toString());
            try (ShopifyShop shop = script.shop(ShopifyShopBuilder::readsShipping)) {
                return it.outcome().apply(script, shop);
            } catch (RuntimeException e) {
                return e.getClass().getSimpleName() + " " + e.getMessage();
            }
        }
    }

    private static String text(java.util.Optional<ShopOrder> order) {
        return order.map(FieldsAreReadTest::text).orElse("none");
    }

    private static String text(ShopOrder order) {
        return String.join(
                " ",
                order.id(),
                order.number(),
                order.payments().toString(),
                order.refunds().toString(),
                order.total().toString(),
                order.paidOtherwise().toString(),
                order.changedAt().toString(),
                order.cancelled() + " " + order.test());
    }

    private static JsonObject json(String lenient) {
        return JsonParser.parseString(lenient).getAsJsonObject();
    }

    private static JsonObject order() {
        JsonObject data = json(ScriptedShop.resource("order.json"));
        data.getAsJsonObject("order").addProperty("cancelledAt", "2026-11-19T10:00:00Z");
        return data;
    }

    /** As many transactions as are asked for: only then their count says whether there are more. */
    private static JsonObject fullOrder() {
        JsonObject data = order();
        JsonObject order = data.getAsJsonObject("order");
        JsonArray transactions = order.getAsJsonArray("transactions");
        for (int i = transactions.size(); i < 80; i++) {
            JsonObject more = transactions.get(0).deepCopy().getAsJsonObject();
            more.addProperty("id", "gid://shopify/OrderTransaction/" + (100 + i));
            transactions.add(more);
        }
        order.getAsJsonObject("transactionsCount").addProperty("count", 80);
        return data;
    }

    private static JsonObject authorised() {
        JsonObject data = order();
        JsonArray transactions = data.getAsJsonObject("order").getAsJsonArray("transactions");
        JsonArray only = new JsonArray();
        only.add(transactions.get(1));
        data.getAsJsonObject("order").add("transactions", only);
        return data;
    }

    private static List<JsonObject> changed() {
        JsonObject order = order().getAsJsonObject("order");
        JsonArray all = order.getAsJsonArray("transactions");
        JsonObject simple = order.deepCopy();
        simple.add("refunds", new JsonArray());
        JsonArray four = new JsonArray();
        four.add(all.get(0));
        four.add(all.get(5));
        JsonObject byHand = all.get(4).deepCopy().getAsJsonObject();
        byHand.addProperty("kind", "SALE"); // staff recorded a payment
        four.add(byHand);
        four.add(all.get(7));
        simple.add("transactions", four);
        simple.getAsJsonObject("transactionsCount").addProperty("count", 4);
        JsonObject refunded = simple.deepCopy();
        refunded.add("refunds", JsonParser.parseString("[{id: 'gid://shopify/Refund/1'}]"));
        return Stream.of(simple, refunded)
                .map(node -> {
                    JsonObject data = new JsonObject();
                    JsonObject orders = new JsonObject();
                    JsonArray nodes = new JsonArray();
                    nodes.add(node);
                    orders.add("nodes", nodes);
                    orders.add("pageInfo", json("{hasNextPage: true, endCursor: 'c'}"));
                    data.add("orders", orders);
                    return data;
                })
                .toList();
    }

    private static JsonObject search(String nodes, boolean more) {
        return json("{orders: {nodes: " + nodes + ", pageInfo: {hasNextPage: " + more + ", endCursor: 'c'}},"
                + " currentAppInstallation: {accessScopes: [{handle: 'read_all_orders'}, {handle: 'read_orders'}]},"
                + " shop: {myshopifyDomain: 'corner.myshopify.com'}}");
    }

    /** An order of the customer that came to so much, and comes to so much now. */
    private static JsonObject alike(String total, String now, boolean more) {
        String money = "{presentmentMoney: {amount: '%s', currencyCode: 'EUR'}}";
        return json("{orders: {nodes: [{id: '" + ORDER + "', email: 'mari@example.test', totalPriceSet: "
                + money.formatted(total) + ", currentTotalPriceSet: " + money.formatted(now)
                + "}], pageInfo: {hasNextPage: " + more + ", endCursor: 'c'}}}");
    }

    private static JsonObject unpaid() {
        JsonObject data = order();
        data.getAsJsonObject("order").add("transactions", new JsonArray());
        data.getAsJsonObject("order").add("refunds", new JsonArray());
        data.getAsJsonObject("order").getAsJsonObject("transactionsCount").addProperty("count", 0);
        data.getAsJsonObject("order").addProperty("test", false);
        return data;
    }

    private static List<JsonObject> shipping() {
        String money = "{presentmentMoney: {amount: '20.0', currencyCode: 'EUR'}}";
        String none = "{presentmentMoney: {amount: '0.0', currencyCode: 'EUR'}}";
        String shipping = "{order: {cancelledAt: %s, displayFulfillmentStatus: '%s', taxesIncluded: %s,"
                + " currentTotalPriceSet: " + money + ", currentSubtotalPriceSet: " + money
                + ", currentTotalTaxSet: %s,"
                + " currentTotalDiscountsSet: " + none
                + ", fulfillments: [{id: 'gid://shopify/Fulfillment/1', status: 'SUCCESS',"
                + " fulfillmentLineItems: {nodes: [{discountedTotalSet: " + money
                + "}], pageInfo: {hasNextPage: false}}}]}}";
        return List.of(
                json(shipping.formatted("null", "FULFILLED", "false", none)),
                json(shipping.formatted("'2026-11-19T10:00:00Z'", "FULFILLED", "false", none)),
                json(shipping.formatted("null", "PARTIALLY_FULFILLED", "true", money)));
    }

    private static JsonObject subscriptions(boolean wrong) {
        JsonArray nodes = new JsonArray();
        int id = 0;
        for (WebhookTopic topic : WebhookTopic.subscribed(true)) {
            if (topic == WebhookTopic.ORDERS_CANCELLED && !wrong) {
                continue; // missing
            }
            JsonObject node = json("{uri: 'https://app.example.test/hook', format: 'JSON', filter: null,"
                    + " apiVersion: {handle: '2026-07'}}");
            node.addProperty("id", "gid://shopify/WebhookSubscription/" + ++id);
            node.addProperty("topic", topic.name());
            JsonArray fields = new JsonArray();
            topic.fields().forEach(fields::add);
            node.add("includeFields", fields);
            if (topic == WebhookTopic.ORDERS_EDITED) {
                node.addProperty("filter", "order_edit.staff_note:x");
            }
            nodes.add(node);
        }
        JsonObject data = new JsonObject();
        JsonObject connection = new JsonObject();
        connection.add("nodes", nodes);
        connection.add("pageInfo", json("{hasNextPage: " + wrong + ", endCursor: 'c'}"));
        data.add("webhookSubscriptions", connection);
        return data;
    }

    private static String audit(ScriptedShop script, ShopifyShop shop) {
        try (PaymentGateway gateway = FlatpayPortal.builder().apiKey("priv_x").buildGateway()) {
            RefundSync sync = RefundSync.builder(TestDatabases.SQLITE.fresh())
                    .gateway(gateway)
                    .shop(ConnectedShop.of(shop, SyncMode.SHOP_PAYS, "flatpay"))
                    .clock(script.clock)
                    .build();
            List<String> repaired = ShopifySubscriptions.of(shop, java.net.URI.create("https://app.example.test/hook"))
                    .audit(sync);
            return repaired + " " + script.news + " "
                    + script.asked(Operation.REPAIR_WEBHOOK).stream()
                            .map(it -> it.variables().get("id"))
                            .toList()
                    + script.asked(Operation.WEBHOOK_SUBSCRIPTIONS).size();
        }
    }

    private static Case session(Operation operation, SessionKind kind) {
        boolean resolves = operation == kind.resolve();
        return new Case(
                operation,
                (script, shop) -> {
                    if (kind == SessionKind.REFUND) {
                        shop.tell(new RefundAnswer(
                                "s1",
                                null,
                                PAYMENT,
                                TEN,
                                resolves ? RefundAnswer.Verdict.DONE : RefundAnswer.Verdict.DECLINED,
                                ""));
                    } else if (resolves) {
                        shop.answers().resolve(kind, "s1", shop.begin());
                    } else {
                        shop.answers().reject(kind, "s1", SessionAnswers.PROCESSING_ERROR, "", shop.begin());
                    }
                    return "told";
                },
                List.of(json(
                        "{" + operation.root() + ": {userErrors: [{code: 'A_SESSION_NOT_FOUND', message: 'no'}]}}")));
    }

    private static Payment payment() {
        return paymentBuilder().build();
    }

    private static Payment linkPayment() {
        return paymentBuilder()
                .origin(PaymentOrigin.PAYMENT_LINK)
                .customer(Customer.builder().email("mari@example.test").build())
                .build();
    }

    private static Payment.Builder paymentBuilder() {
        return Payment.builder(
                        PAYMENT,
                        PaymentStatus.SETTLED,
                        PaymentMethod.CARD,
                        Amounts.of(TEN, TEN, Money.zero(TEN.currency())),
                        GatewayCapabilities.builder("flatpay").build())
                .timestamps(Timestamps.builder(ShopifyWorld.START)
                        .created(ShopifyWorld.START.minusSeconds(86_400))
                        .build());
    }
}
