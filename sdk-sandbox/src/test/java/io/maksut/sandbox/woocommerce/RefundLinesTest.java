package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefundLinesTest {
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
}
