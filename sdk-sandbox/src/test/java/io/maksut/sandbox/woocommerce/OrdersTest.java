package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrdersTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00.7Z");
    private static final ManualClock CLOCK = ManualClock.at(NOW);

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP = new WooCommerceSandboxExtension(
            WooCommerceSandbox.builder().clock(CLOCK).orderStatus("mon-part-refund"));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);

    @BeforeEach
    void theClockStartsAgain() {
        CLOCK.set(NOW);
    }

    private static final String POSTED = "{'payment_method':'sandboxpay','set_paid':%s,"
            + "'billing':{'email':'mikko@example.com','country':'FI'},"
            + "'line_items':[{'product_id':3,'quantity':2}],"
            + "'shipping_lines':[{'method_id':'flat_rate','method_title':'Van','total':'4.03'}]%s}";

    @Test
    void anOrderIsCreatedWithItsTaxesAndLocation() throws Exception {
        Answer created = client.post("/orders", POSTED.formatted("false", ""));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(shop.httpsUrl() + "/wp-json/wc/v3/orders/" + created.id());
        JsonObject order = created.json();
        assertThat(order.get("total").getAsString()).isEqualTo("54.60");
        assertThat(order.get("total_tax").getAsString()).isEqualTo("10.57");
        assertThat(order.get("shipping_total").getAsString()).isEqualTo("4.03");
        assertThat(order.get("shipping_tax").getAsString()).isEqualTo("0.97");
        assertThat(order.get("cart_tax").getAsString()).isEqualTo("9.60");
        assertThat(order.get("status").getAsString()).isEqualTo("pending");
        assertThat(order.get("created_via").getAsString()).isEqualTo("rest-api");
        assertThat(order.get("needs_payment").getAsBoolean()).isTrue();
        assertThat(order.get("date_paid").isJsonNull()).isTrue();
        assertThat(order.get("number").getAsString()).isEqualTo(Long.toString(created.id()));
        assertThat(created.text()).contains("\"currency_symbol\":\"\\u20ac\"").contains("https:\\/\\/127.0.0.1");
    }

    @Test
    void timesAreTheSitesWallClockAndGmtInWholeSeconds() throws Exception {
        JsonObject order = client.post("/orders", POSTED.formatted("true", "")).json();

        assertThat(order.get("date_created").getAsString()).isEqualTo("2026-03-10T12:00:00");
        assertThat(order.get("date_created_gmt").getAsString()).isEqualTo("2026-03-10T10:00:00");
        assertThat(order.get("date_paid").getAsString()).isEqualTo("2026-03-10T12:00:00");
        assertThat(order.get("date_paid_gmt").getAsString()).isEqualTo("2026-03-10T10:00:00");
        assertThat(order.get("date_completed_gmt").isJsonNull()).isTrue();
    }

    @Test
    void anOrderHasTheseFieldsInThisOrder() throws Exception {
        JsonObject order = client.post("/orders", POSTED.formatted("true", "")).json();

        assertThat(Names.of(order))
                .containsExactly(
                        "id",
                        "parent_id",
                        "status",
                        "currency",
                        "version",
                        "prices_include_tax",
                        "date_created",
                        "date_modified",
                        "discount_total",
                        "discount_tax",
                        "shipping_total",
                        "shipping_tax",
                        "cart_tax",
                        "total",
                        "total_tax",
                        "customer_id",
                        "order_key",
                        "billing",
                        "shipping",
                        "payment_method",
                        "payment_method_title",
                        "transaction_id",
                        "customer_ip_address",
                        "customer_user_agent",
                        "created_via",
                        "customer_note",
                        "date_completed",
                        "date_paid",
                        "cart_hash",
                        "number",
                        "meta_data",
                        "line_items",
                        "tax_lines",
                        "shipping_lines",
                        "fee_lines",
                        "coupon_lines",
                        "refunds",
                        "payment_url",
                        "is_editable",
                        "needs_payment",
                        "needs_processing",
                        "date_created_gmt",
                        "date_modified_gmt",
                        "date_completed_gmt",
                        "date_paid_gmt",
                        "currency_symbol",
                        "_links");
        assertThat(Names.type(order, "id")).isEqualTo("number");
        assertThat(Names.type(order, "number")).isEqualTo("text");
        assertThat(Names.type(order, "total")).isEqualTo("text");
        assertThat(Names.type(order, "customer_id")).isEqualTo("number");
        JsonObject item = order.getAsJsonArray("line_items").get(0).getAsJsonObject();
        assertThat(Names.of(item))
                .containsExactly(
                        "id",
                        "name",
                        "product_id",
                        "variation_id",
                        "quantity",
                        "tax_class",
                        "subtotal",
                        "subtotal_tax",
                        "total",
                        "total_tax",
                        "taxes",
                        "meta_data",
                        "sku",
                        "global_unique_id",
                        "price",
                        "image",
                        "parent_name");
        assertThat(item.get("price").toString()).isEqualTo("20");
        assertThat(Names.type(item, "total")).isEqualTo("text");
        assertThat(Names.of(item.getAsJsonArray("meta_data").get(0)))
                .containsExactly("id", "key", "value", "display_key", "display_value");
        assertThat(Names.of(order.getAsJsonArray("tax_lines").get(0)))
                .containsExactly(
                        "id",
                        "rate_code",
                        "rate_id",
                        "label",
                        "compound",
                        "tax_total",
                        "shipping_tax_total",
                        "rate_percent",
                        "meta_data");
        assertThat(Names.of(order.getAsJsonArray("shipping_lines").get(0)))
                .containsExactly(
                        "id",
                        "method_title",
                        "method_id",
                        "instance_id",
                        "total",
                        "total_tax",
                        "taxes",
                        "tax_status",
                        "meta_data");
        assertThat(Names.of(order.get("_links"))).containsExactly("self", "collection", "email_templates");
    }

    @Test
    void setPaidOnCreationPaysTheOrder() throws Exception {
        JsonObject order = client.post("/orders", POSTED.formatted("true", ",'transaction_id':'tx-1'"))
                .json();

        assertThat(order.get("status").getAsString()).isEqualTo("processing");
        assertThat(order.get("transaction_id").getAsString()).isEqualTo("tx-1");
        assertThat(order.get("needs_payment").getAsBoolean()).isFalse();
    }

    @Test
    void setPaidLaterPaysItThen() throws Exception {
        long id = client.post("/orders", POSTED.formatted("false", "")).id();
        CLOCK.advance(Duration.ofMinutes(1));

        JsonObject order = client.put("/orders/" + id, "{'set_paid':true,'transaction_id':'tx-2'}")
                .json();

        assertThat(order.get("status").getAsString()).isEqualTo("processing");
        assertThat(order.get("transaction_id").getAsString()).isEqualTo("tx-2");
        assertThat(order.get("date_paid_gmt").getAsString()).isEqualTo("2026-03-10T10:01:00");
        assertThat(order.get("date_modified_gmt").getAsString()).isEqualTo("2026-03-10T10:01:00");
        assertThat(order.get("date_created_gmt").getAsString()).isEqualTo("2026-03-10T10:00:00");
    }

    @Test
    void metaDataIsAddedAndTheSameKeyReplaced() throws Exception {
        long id = shop.order().meta("_montonio_uuid", "u-1").add();

        client.put("/orders/" + id, "{'meta_data':[{'key':'_seen','value':'1'}]}");
        JsonArray meta = client.put("/orders/" + id, "{'meta_data':[{'key':'_seen','value':{'a':[1]}}]}")
                .json()
                .getAsJsonArray("meta_data");

        assertThat(meta).hasSize(2);
        assertThat(meta.get(0).getAsJsonObject().get("value").getAsString()).isEqualTo("u-1");
        assertThat(meta.get(1).getAsJsonObject().get("value").toString()).isEqualTo("{\"a\":[1]}");
        assertThat(Names.of(meta.get(1))).containsExactly("id", "key", "value");
        assertThat(client.put("/orders/" + id, "{'meta_data':[{'key':'_seen','value':null}]}")
                        .json()
                        .getAsJsonArray("meta_data"))
                .hasSize(1);
    }

    @Test
    void everyStatusOfTheShopCanBeSetAndNoOther() throws Exception {
        long id = shop.order().add();

        for (String status :
                new String[] {"pending", "on-hold", "completed", "cancelled", "failed", "mon-part-refund"}) {
            assertThat(client.put("/orders/" + id, "{'status':'" + status + "'}")
                            .text("status"))
                    .isEqualTo(status);
        }
        Answer unknown = client.put("/orders/" + id, "{'status':'shipped'}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text())
                .isEqualTo("{\"code\":\"rest_invalid_param\",\"message\":\"Invalid parameter(s): status\",\"data\":"
                        + "{\"status\":400,\"params\":{\"status\":\"status is not one of auto-draft, pending, "
                        + "processing, on-hold, completed, cancelled, refunded, failed, checkout-draft, and "
                        + "mon-part-refund.\"},\"details\":{\"status\":{\"code\":\"rest_not_in_enum\",\"message\":"
                        + "\"status is not one of auto-draft, pending, processing, on-hold, completed, cancelled, "
                        + "refunded, failed, checkout-draft, and mon-part-refund.\",\"data\":null}}}}");
    }

    @Test
    void completedHasItsTime() throws Exception {
        long id = shop.order().add();

        assertThat(client.put("/orders/" + id, "{'status':'completed'}").text("date_completed_gmt"))
                .isEqualTo("2026-03-10T10:00:00");
    }

    @Test
    void whatIsWrongInARequestIsAllNamed() throws Exception {
        Answer answer = client.post("/orders", "{'transaction_id':5,'set_paid':'maybe','billing':[]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).isEqualTo("Invalid parameter(s): billing, transaction_id, set_paid");
        assertThat(client.post("/orders", "{'line_items':[{}]}").text("code"))
                .isEqualTo("woocommerce_rest_required_product_reference");
        assertThat(client.post("/orders", "{'shipping_lines':[{}]}").text("code"))
                .isEqualTo("woocommerce_rest_invalid_shipping_item");
        assertThat(client.post("/orders", "{'a':").text())
                .isEqualTo("{\"code\":\"rest_invalid_json\",\"message\":\"Invalid JSON body passed.\",\"data\":"
                        + "{\"status\":400,\"json_error_code\":4,\"json_error_message\":\"Syntax error\"}}");
    }

    @Test
    void linesAreChangedAndRemovedByTheirIds() throws Exception {
        long id = shop.order()
                .product("Cup", 1, "12.40")
                .product("Saucer", 1, "6.20")
                .add();
        JsonArray items = client.get("/orders/" + id).json().getAsJsonArray("line_items");
        String cup = items.get(0).getAsJsonObject().get("id").toString();
        String saucer = items.get(1).getAsJsonObject().get("id").toString();

        JsonObject order = client.put(
                        "/orders/" + id,
                        "{'line_items':[{'id':" + cup + ",'quantity':0},{'id':" + saucer + ",'total':'10.00'}],"
                                + "'fee_lines':[{'name':'Gift wrap','total':'1.00'}]}")
                .json();

        assertThat(order.get("total").getAsString()).isEqualTo("13.64");
        assertThat(order.getAsJsonArray("line_items")).hasSize(1);
        assertThat(Names.of(order.getAsJsonArray("fee_lines").get(0)))
                .containsExactly(
                        "id", "name", "tax_class", "tax_status", "amount", "total", "total_tax", "taxes", "meta_data");
        assertThat(client.put("/orders/" + id, "{'line_items':[{'id':999999}]}").text("code"))
                .isEqualTo("woocommerce_rest_invalid_item_id");
    }

    @Test
    void anOrderThatDoesNotExistIsNotFoundExceptForPut() throws Exception {
        long refund = shop.refundAsStaff(shop.order().add(), "1.00", "", false);

        for (String id : new String[] {"999999", Long.toString(refund), "9".repeat(40)}) {
            assertThat(client.get("/orders/" + id).status()).isEqualTo(404);
            assertThat(client.get("/orders/" + id).text())
                    .isEqualTo("{\"code\":\"woocommerce_rest_shop_order_invalid_id\",\"message\":\"Invalid ID.\","
                            + "\"data\":{\"status\":404}}");
        }
        assertThat(client.delete("/orders/999999").status()).isEqualTo(404);
        assertThat(client.put("/orders/999999", "{}").status()).isEqualTo(400);
        assertThat(client.get("/orders/abc").text("code")).isEqualTo("rest_no_route");
    }

    @Test
    void decimalsAndFieldsAreAsAskedFor() throws Exception {
        long id = shop.order().number("A-77").email("leena@example.com").add();

        assertThat(client.get("/orders/" + id + "?dp=4").text("total")).isEqualTo("29.8000");
        assertThat(client.get("/orders/" + id + "?_fields=number,id,billing.email")
                        .text())
                .isEqualTo("{\"id\":" + id + ",\"billing\":{\"email\":\"leena@example.com\"},\"number\":\"A-77\"}");
    }

    @Test
    void everyAnswerHasTheHeadersOfWordPress() throws Exception {
        long id = shop.order().add();

        Answer answer = client.get("/orders/" + id);

        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(answer.header("Allow")).isEqualTo("GET, POST, PUT, PATCH, DELETE");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, must-revalidate, max-age=0, no-store, private");
        assertThat(answer.header("Link")).isEqualTo("<" + shop.httpsUrl() + "/wp-json/>; rel=\"https://api.w.org/\"");
        assertThat(answer.header("X-Robots-Tag")).isEqualTo("noindex");
    }
}
