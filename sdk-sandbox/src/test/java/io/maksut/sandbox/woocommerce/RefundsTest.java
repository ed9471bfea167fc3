package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    private static List<String> keys(JsonObject refund) {
        List<String> keys = new ArrayList<>();
        for (JsonElement meta : refund.getAsJsonArray("meta_data")) {
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
}
