package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefundsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOW);

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP =
            new WooCommerceSandboxExtension(WooCommerceSandbox.builder().clock(CLOCK));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);

    @BeforeEach
    void theClockStartsAgain() {
        CLOCK.set(NOW);
    }

    private long refunded(long order) {
        return shop.books().refunded(Long.toString(order));
    }

    @Test
    void aRefundPaysOutAndHasTheseFieldsInThisOrder() throws Exception {
        long order = shop.order().add();

        Answer created = client.refund(order, "{'amount':'5.00','reason':'one cup broke','api_refund':true}");

        assertThat(created.status()).isEqualTo(201);
        JsonObject refund = created.json();
        assertThat(Names.of(refund))
                .containsExactly(
                        "id",
                        "date_created",
                        "date_created_gmt",
                        "amount",
                        "reason",
                        "refunded_by",
                        "refunded_payment",
                        "meta_data",
                        "line_items",
                        "shipping_lines",
                        "tax_lines",
                        "fee_lines",
                        "_links");
        assertThat(refund.get("amount").toString()).isEqualTo("\"5.00\"");
        assertThat(refund.get("reason").getAsString()).isEqualTo("one cup broke");
        assertThat(refund.get("refunded_by").getAsInt()).isEqualTo(1);
        assertThat(refund.get("refunded_payment").getAsBoolean()).isTrue();
        assertThat(refund.get("date_created").getAsString()).isEqualTo("2026-03-10T12:00:00");
        assertThat(refund.get("date_created_gmt").getAsString()).isEqualTo("2026-03-10T10:00:00");
        assertThat(refund.get("meta_data").toString()).contains("\"_refund_type\",\"value\":\"partial\"");
        assertThat(Names.of(refund.get("_links"))).containsExactly("self", "collection", "up");
        assertThat(refunded(order)).isEqualTo(500);
    }

    @Test
    void theLocationOfARefundIsBroken() throws Exception {
        long order = shop.order().add();

        Answer created = client.refund(order, "{'amount':'1.00'}");

        assertThat(created.header("Location"))
                .isEqualTo(shop.httpsUrl() + "/wp-json/wc/v3/orders/(?P<order_id>[\\d]+)/refunds/" + created.id());
    }

    @Test
    void withoutApiRefundItPaysOut() throws Exception {
        long order = shop.order().add();

        assertThat(client.refund(order, "{'amount':'0.10'}").raw("refunded_payment"))
                .isEqualTo("true");

        assertThat(refunded(order)).isEqualTo(10);
    }

    @Test
    void withApiRefundFalseItIsOnlyRecorded() throws Exception {
        long order = shop.order().add();

        for (String no : new String[] {"false", "'false'", "0", "'0'", "'FALSE'"}) {
            Answer recorded = client.refund(order, "{'amount':'0.10','api_refund':" + no + "}");
            assertThat(recorded.raw("refunded_payment")).as(no).isEqualTo("false");
        }

        assertThat(refunded(order)).isZero();
        assertThat(shop.plugin().payouts()).isEmpty();
        assertThat(client.refund(order, "{'amount':'0.10','api_refund':'no'}").text("message"))
                .isEqualTo("Invalid parameter(s): api_refund");
    }

    @Test
    void anAmountThatIsAJsonNumberIsRefused() throws Exception {
        Answer answer = client.refund(shop.order().add(), "{'amount':1.5}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"code\":\"rest_invalid_param\",\"message\":\"Invalid parameter(s): amount\",\"data\":"
                        + "{\"status\":400,\"params\":{\"amount\":\"amount is not of type string.\"},\"details\":"
                        + "{\"amount\":{\"code\":\"rest_invalid_type\",\"message\":\"amount is not of type string.\","
                        + "\"data\":{\"param\":\"amount\"}}}}}");
    }

    @Test
    void theSameBodyTwiceRefundsTwice() throws Exception {
        long order = shop.order().add();

        long first = client.refund(order, "{'amount':'5.00','reason':'x'}").id();
        long second = client.refund(order, "{'amount':'5.00','reason':'x'}").id();

        assertThat(second).isNotEqualTo(first);
        assertThat(refunded(order)).isEqualTo(1_000);
    }

    @Test
    void metaDataOfTheRequestIsKept() throws Exception {
        long order = shop.order().add();

        Answer created =
                client.refund(order, "{'amount':'1.00','api_refund':false,'meta_data':[{'key':'_key','value':'k-1'}]}");

        assertThat(keys(created.json())).containsExactly("_key", "_refund_type");
        assertThat(keys(client.get("/orders/" + order + "/refunds/" + created.id())
                        .json()))
                .containsExactly("_key", "_refund_type");
        assertThat(keys(client.get("/orders/" + order + "/refunds")
                        .array()
                        .get(0)
                        .getAsJsonObject()))
                .as("lists have another order")
                .containsExactly("_refund_type", "_key");
    }

    private static java.util.List<String> keys(JsonObject refund) {
        java.util.List<String> keys = new java.util.ArrayList<>();
        for (com.google.gson.JsonElement meta : refund.getAsJsonArray("meta_data")) {
            keys.add(meta.getAsJsonObject().get("key").getAsString());
        }
        return keys;
    }

    // The order

    @Test
    void aPartialRefundLeavesTheStatusAndMovesTheTimeOfModification() throws Exception {
        long order = shop.order().add();
        CLOCK.advance(Duration.ofSeconds(30));
        client.refund(order, "{'amount':'5.00'}");

        JsonObject json = client.get("/orders/" + order).json();

        assertThat(json.get("status").getAsString()).isEqualTo("processing");
        assertThat(json.get("date_modified_gmt").getAsString()).isEqualTo("2026-03-10T10:00:30");
        JsonObject refund = json.getAsJsonArray("refunds").get(0).getAsJsonObject();
        assertThat(Names.of(refund)).containsExactly("id", "reason", "total", "total_tax");
        assertThat(refund.get("total").getAsString()).isEqualTo("-5.00");
        assertThat(refund.get("total_tax").getAsString()).isEqualTo("0.00");
    }

    @Test
    void aFullRefundSetsTheStatusAndTheType() throws Exception {
        long order = shop.order().add();
        client.refund(order, "{'amount':'9.80'}");

        Answer rest = client.refund(order, "{'amount':'20.00'}");

        assertThat(rest.json().get("meta_data").toString()).contains("\"value\":\"full\"");
        assertThat(shop.statusOf(order)).isEqualTo("refunded");
        assertThat(client.refund(order, "{'amount':'0.01'}").text())
                .isEqualTo("{\"code\":\"woocommerce_rest_cannot_create_order_refund\",\"message\":\"Invalid refund "
                        + "amount.\",\"data\":500}");
    }

    @Test
    void theRefundsInAnOrderAreInNoFixedOrder() throws Exception {
        long order = shop.order().total("100.00").add();
        for (int i = 0; i < 5; i++) {
            client.refund(order, "{'amount':'1.00'}");
        }

        Set<String> orders = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            orders.add(client.get("/orders/" + order + "?_fields=refunds").text());
        }

        assertThat(orders).hasSizeGreaterThan(1);
    }

    // Lines

    @Test
    void aRefundByLinesHasNegativeLinesTheirSumAndRestocks() throws Exception {
        JsonObject order = client.post(
                        "/orders",
                        "{'payment_method':'sandboxpay','set_paid':true,'line_items':[{'product_id':3,'quantity':3}],"
                                + "'shipping_lines':[{'method_id':'van','method_title':'Van','total':'4.03'}]}")
                .json();
        long id = order.get("id").getAsLong();
        String item = order.getAsJsonArray("line_items")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .toString();
        String shipping = order.getAsJsonArray("shipping_lines")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .toString();

        JsonObject refund = client.refund(
                        id,
                        "{'line_items':[{'id':" + item + ",'quantity':1,'refund_total':20.0,"
                                + "'refund_tax':[{'id':1,'refund_total':4.8}]},{'id':" + shipping
                                + ",'refund_total':'4.03','refund_tax':[{'id':1,'refund_total':'0.97'}]}]}")
                .json();

        assertThat(refund.get("amount").getAsString()).isEqualTo("29.80");
        JsonObject line = refund.getAsJsonArray("line_items").get(0).getAsJsonObject();
        assertThat(line.get("quantity").getAsInt()).isEqualTo(-1);
        assertThat(line.get("total").getAsString()).isEqualTo("-20.00");
        assertThat(line.get("total_tax").getAsString()).isEqualTo("-4.80");
        assertThat(line.get("price").toString()).isEqualTo("20");
        assertThat(line.getAsJsonArray("meta_data").toString())
                .contains("\"_refunded_item_id\",\"value\":\"" + item + "\"");
        JsonObject tax = refund.getAsJsonArray("tax_lines").get(0).getAsJsonObject();
        assertThat(tax.get("tax_total").getAsString()).isEqualTo("-4.80");
        assertThat(tax.get("shipping_tax_total").getAsString()).isEqualTo("-0.97");
        assertThat(shop.plugin().payouts().get(0).request().amountText()).isEqualTo("29.8");
        JsonArray meta = client.get("/orders/" + id)
                .json()
                .getAsJsonArray("line_items")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("meta_data");
        assertThat(meta.toString())
                .contains("\"_reduced_stock\",\"value\":\"2\"")
                .contains("\"_restock_refunded_items\",\"value\":\"1\"");
        assertThat(client.get("/orders/" + id + "/notes").text()).contains("Item #3 stock increased from 97 to 98.");
    }

    @Test
    void withApiRestockFalseNothingIsRestocked() throws Exception {
        long id = client.post("/orders", "{'set_paid':true,'line_items':[{'product_id':3,'quantity':3}]}")
                .id();
        String item = itemOf(id);

        client.refund(
                id,
                "{'api_refund':false,'api_restock':false,'line_items':[{'id':" + item
                        + ",'quantity':1,'refund_total':20}]}");

        assertThat(client.get("/orders/" + id).text()).doesNotContain("_restock_refunded_items");
    }

    @Test
    void theAmountWinsOverTheLinesAndAnUnknownLineOrTooMuchIsAccepted() throws Exception {
        long order = shop.order()
                .product("Cup", 1, "12.40")
                .product("Bowl", 1, "17.40")
                .add();
        String item = itemOf(order);

        Answer mismatch = client.refund(
                order,
                "{'amount':'1.00','api_refund':false,'line_items':[{'id':" + item
                        + ",'quantity':1,'refund_total':10}]}");
        Answer unknown = client.refund(
                order, "{'api_refund':false,'line_items':[{'id':999999,'quantity':1,'refund_total':1.0}]}");
        Answer tooMany = client.refund(
                order, "{'api_refund':false,'line_items':[{'id':" + item + ",'quantity':99,'refund_total':1.0}]}");

        assertThat(mismatch.text("amount")).isEqualTo("1.00");
        assertThat(mismatch.raw("line_items")).contains("\"total\":\"-10.00\"");
        assertThat(unknown.text("amount")).isEqualTo("1.00");
        assertThat(unknown.raw("line_items")).isEqualTo("[]");
        assertThat(tooMany.status()).isEqualTo(201);
        assertThat(tooMany.text()).contains("\"price\":0.010101010101010102").contains("\"taxes\":[]");
    }

    private String itemOf(long order) throws Exception {
        return client.get("/orders/" + order)
                .json()
                .getAsJsonArray("line_items")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .toString();
    }

    // Reading and deleting

    @Test
    void decimalsOfAListAreAsAskedFor() throws Exception {
        long order = shop.order().refunded("9.99", "", false).add();

        assertThat(client.get("/orders/" + order + "/refunds?dp=6").text()).contains("\"amount\":\"9.990000\"");
    }

    @Test
    void theRefundsOfAnUnknownOrderAreAnEmptyList() throws Exception {
        Answer answer = client.get("/orders/999999/refunds");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("[]");
    }

    @Test
    void anUnknownRefundIsNotFoundButOneOfAnotherOrderIsAServerError() throws Exception {
        long order = shop.order().add();
        long refund = client.refund(order, "{'amount':'1.00'}").id();
        long other = shop.order().add();

        assertThat(client.get("/orders/" + order + "/refunds/999").text())
                .isEqualTo("{\"code\":\"woocommerce_rest_shop_order_refund_invalid_id\",\"message\":\"Invalid ID.\","
                        + "\"data\":{\"status\":404}}");
        Answer wrong = client.get("/orders/" + other + "/refunds/" + refund);
        assertThat(wrong.status()).isEqualTo(500);
        assertThat(wrong.text())
                .isEqualTo("{\"code\":\"woocommerce_rest_invalid_order_refund_id\",\"message\":"
                        + "\"Invalid order refund ID.\",\"data\":404}");
        assertThat(client.get("/orders/999/refunds/" + refund).text("code"))
                .isEqualTo("woocommerce_rest_invalid_order_id");
        assertThat(client.get("/orders/" + order + "/refunds/" + other).status())
                .isEqualTo(500);
    }

    @Test
    void deletingIsFinalWithoutForceAndTheMoneyStaysOut() throws Exception {
        long order = shop.order().add();
        long refund = client.refund(order, "{'amount':'29.80'}").id();
        CLOCK.advance(Duration.ofSeconds(30));

        Answer deleted = client.delete("/orders/" + order + "/refunds/" + refund);

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.id()).isEqualTo(refund);
        assertThat(client.delete("/orders/" + order + "/refunds/" + refund).status())
                .isEqualTo(404);
        JsonObject left = client.get("/orders/" + order).json();
        assertThat(left.get("status").getAsString()).isEqualTo("refunded");
        assertThat(left.get("date_modified_gmt").getAsString()).isEqualTo("2026-03-10T10:00:00");
        assertThat(refunded(order)).isEqualTo(2_980);
        assertThat(client.refund(order, "{'amount':'29.80'}").status())
                .as("the sum can be refunded again")
                .isEqualTo(201);
        assertThat(refunded(order)).isEqualTo(5_960);
    }

    /** WooCommerce makes the answer first and deletes then, without a look at it. */
    @Test
    void deletingUnderTheWrongOrderFailsAndDeletesAllTheSame() throws Exception {
        long order = shop.order().add();
        long refund = client.refund(order, "{'amount':'1.00'}").id();
        long other = shop.order().add();

        Answer answer = client.delete("/orders/" + other + "/refunds/" + refund);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(shop.refunds(order)).isEmpty();
        assertThat(client.delete("/orders/" + order + "/refunds/" + other).status())
                .isEqualTo(500);
        assertThat(client.get("/orders/" + other).status()).isEqualTo(404);
    }

    @Test
    void aRefundHasNeitherPutNorBatch() throws Exception {
        long order = shop.order().add();
        long refund = client.refund(order, "{'amount':'1.00'}").id();
        String noRoute = "{\"code\":\"rest_no_route\",\"message\":\"No route was found matching the URL and request "
                + "method.\",\"data\":{\"status\":404}}";

        assertThat(client.put("/orders/" + order + "/refunds/" + refund, "{'reason':'y'}")
                        .text())
                .isEqualTo(noRoute);
        assertThat(client.post("/orders/" + order + "/refunds/batch", "{}").text())
                .isEqualTo(noRoute);
        assertThat(client.post("/refunds", "{}").text()).isEqualTo(noRoute);
    }

    @Test
    void wordPressItselfRefusesBatchesOfRefunds() throws Exception {
        Answer answer = client.send(
                java.net.http.HttpRequest.newBuilder(java.net.URI.create(shop.httpsUrl() + "/wp-json/batch/v1"))
                        .header("Content-Type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                "{\"requests\":[{\"method\":\"POST\",\"path\":\"/wc/v3/orders/1/refunds\"}]}"))
                        .build());

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.text())
                .isEqualTo("{\"responses\":[{\"body\":{\"code\":\"rest_batch_not_allowed\",\"message\":\"The requested "
                        + "route does not support batch requests.\",\"data\":{\"status\":400}},\"status\":400,"
                        + "\"headers\":[]}]}");
    }

    // All refunds

    @Test
    void theListOfAllRefundsNamesTheOrderAndIgnoresParent() throws Exception {
        long one = shop.order().add();
        long other = shop.order().add();
        long first = client.refund(one, "{'amount':'1.00'}").id();
        long second = client.refund(other, "{'amount':'2.00'}").id();

        Answer all = client.get("/refunds?parent=" + one);

        assertThat(all.ids()).containsExactly(second, first);
        JsonObject refund = all.array().get(0).getAsJsonObject();
        assertThat(Names.of(refund).subList(0, 3)).containsExactly("id", "parent_id", "date_created");
        assertThat(refund.get("parent_id").getAsLong()).isEqualTo(other);
        assertThat(refund.has("currency")).isFalse();
        assertThat(all.header("Allow")).isEqualTo("GET");
        assertThat(client.get("/refunds?parent=" + one + "&per_page=1").header("Link"))
                .isEqualTo("<" + shop.httpsUrl() + "/wp-json/wc/v3/refunds?parent%5B0%5D=" + one
                        + "&per_page=1&dp=2&page=2>; rel=\"next\"");
    }

    @Test
    void boundsOfRefundsAreTheSame() throws Exception {
        long order = shop.order().total("100.00").add();
        for (int i = 0; i < 3; i++) {
            client.refund(order, "{'amount':'1.00'}");
        }
        CLOCK.advance(Duration.ofSeconds(1));
        long last = client.refund(order, "{'amount':'1.00'}").id();

        assertThat(client.get("/refunds?after=2026-03-10T10:00:00Z").ids()).containsExactly(last);
        assertThat(client.get("/refunds?modified_after=2026-03-10T10:00:00&dates_are_gmt=true")
                        .ids())
                .containsExactly(last);
        assertThat(client.get("/refunds?after=2026-03-10T10:00:00").ids()).hasSize(4);
        assertThat(client.get("/refunds?include=" + last).ids()).containsExactly(last);
        assertThat(client.get("/refunds?order=asc&per_page=2").ids()).hasSize(2).doesNotContain(last);
        assertThat(client.get("/refunds?search=reason").ids()).isEmpty();
    }

    @Test
    void theRefundsOfAnOrderInTheTrashStayInTablesAndVanishAmongPosts() throws Exception {
        long order = shop.order().refunded("1.00", "", false).add();
        client.delete("/orders/" + order);

        assertThat(client.get("/refunds").ids()).hasSize(1);
        try (WooCommerceSandbox posts =
                WooCommerceSandbox.builder().orderTables(false).start()) {
            RawClient postsClient = new RawClient(posts);
            long other = posts.order().refunded("1.00", "", false).add();
            postsClient.delete("/orders/" + other);
            assertThat(postsClient.get("/refunds").ids()).isEmpty();
            assertThat(postsClient.get("/orders/" + other).raw("refunds")).isEqualTo("[]");
            assertThat(posts.remaining(other)).isEqualTo("28.80");
        }
    }
}
