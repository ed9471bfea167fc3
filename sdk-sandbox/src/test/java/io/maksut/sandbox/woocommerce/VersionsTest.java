package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each release has, does otherwise or lacks. */
class VersionsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");

    private final ManualClock clock = ManualClock.at(NOW);
    private WooCommerceSandbox shop;
    private RawClient client;

    private void start(String version) {
        shop = WooCommerceSandbox.builder().version(version).clock(clock).start();
        client = new RawClient(shop);
    }

    @AfterEach
    void close() {
        if (shop != null) {
            shop.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.9.0", "6.9.4", "7.9.0", "8.9.3", "9.0.2", "10.0.2", "10.5.0", "10.9.1"})
    void everyReleaseTellsItsVersionAndRefunds(String version) throws Exception {
        start(version);
        long order = shop.order().add();

        JsonObject status = client.get("/system_status").json();
        assertThat(status.getAsJsonObject("environment").get("version").getAsString())
                .isEqualTo(version);
        assertThat(client.get("/orders/" + order).text("version")).isEqualTo(version);
        assertThat(client.refund(order, "{'amount':'1,50'}").status()).isEqualTo(201);
        assertThat(shop.books().refunded(Long.toString(order))).isEqualTo(15_000);
    }

    @ParameterizedTest
    @CsvSource({"7.7.9, false", "7.8.0, true"})
    void theAnswerToARefundShowsWhetherItWasPaidSince78(String version, boolean shown) throws Exception {
        start(version);
        long order = shop.order().add();

        Answer created = client.refund(order, "{'amount':'1.00'}");

        assertThat(created.json().has("refunded_payment")).isEqualTo(shown);
        assertThat(client.get("/orders/" + order + "/refunds/" + created.id()).raw("refunded_payment"))
                .as("GET always does")
                .isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({"7.5.9, false", "7.6.0, true"})
    void aPartialRefundMovesTheOrdersTimeSince76(String version, boolean moves) throws Exception {
        start(version);
        long order = shop.order().add();
        clock.advance(Duration.ofSeconds(30));

        client.refund(order, "{'amount':'1.00'}");

        assertThat(client.get("/orders/" + order).text("date_modified_gmt"))
                .isEqualTo(moves ? "2026-03-10T10:00:30" : "2026-03-10T10:00:00");
        assertThat(client.get("/orders?modified_after=2026-03-10T10:00:00Z").ids())
                .hasSize(moves ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"8.9.3, 404", "9.0.0, 200"})
    void allRefundsAreListedSince90(String version, int status) throws Exception {
        start(version);

        Answer answer = client.get("/refunds");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(status == 404 ? "rest_no_route" : "[]");
    }

    @ParameterizedTest
    @CsvSource({"10.1.9, false", "10.2.0, true"})
    void refundsHaveATypeSince102(String version, boolean typed) throws Exception {
        start(version);

        assertThat(client.refund(shop.order().add(), "{'amount':'1.00'}").raw("meta_data"))
                .isEqualTo(typed ? "[{\"id\":1,\"key\":\"_refund_type\",\"value\":\"partial\"}]" : "[]");
    }

    @ParameterizedTest
    @CsvSource({"10.6.9, false", "10.7.0, true"})
    void anOrdersRefundsHaveTheirTaxSince107(String version, boolean taxed) throws Exception {
        start(version);
        long order = shop.order().refunded("1.00", "", false).add();

        assertThat(client.get("/orders/" + order).raw("refunds").contains("total_tax"))
                .isEqualTo(taxed);
    }

    @ParameterizedTest
    @CsvSource({"10.0.2, 0.00, -0.00", "10.1.0, '', -"})
    void anEmptyAmountIsShownAsZeroUntil101(String version, String amount, String total) throws Exception {
        start(version);
        long order = shop.order().add();

        assertThat(client.refund(order, "{'api_refund':false}").text("amount")).isEqualTo(amount);
        assertThat(client.get("/orders/" + order).raw("refunds")).contains("\"total\":\"" + total + "\"");
    }

    @ParameterizedTest
    @CsvSource({"5.7.9, 2", "5.8.0, 0"})
    void modificationIsNoFilterBefore58(String version, int found) throws Exception {
        start(version);
        shop.order().add();
        shop.order().add();

        assertThat(client.get("/orders?modified_after=2027-01-01T00:00:00Z").ids())
                .hasSize(found);
        assertThat(client.get("/orders?modified_after=garbage").status()).isEqualTo(found == 0 ? 400 : 200);
    }

    @ParameterizedTest
    @CsvSource({"9.8.9, 1", "9.9.0, 0"})
    void theOriginIsNoFilterBefore99(String version, int found) throws Exception {
        start(version);
        shop.order().createdVia("checkout").add();

        assertThat(client.get("/orders?created_via=admin").ids()).hasSize(found);
    }

    @ParameterizedTest
    @CsvSource({"5.5.9, true", "5.6.0, false"})
    void before56ThereIsNoChoiceButToRestock(String version, boolean restocked) throws Exception {
        start(version);
        long order = client.post("/orders", "{'set_paid':true,'line_items':[{'product_id':3,'quantity':2}]}")
                .id();

        client.refund(
                order,
                "{'api_refund':false,'api_restock':false,'line_items':[{'id':" + itemOf(order)
                        + ",'quantity':1,'refund_total':20}]}");

        assertThat(client.get("/orders/" + order).text().contains("_restock_refunded_items"))
                .isEqualTo(restocked);
    }

    @Test
    void before52LinesAreAnObjectByIdAndTheAmountIsNotTheirSum() throws Exception {
        start("5.1.0");
        long order = shop.order().add();
        String item = itemOf(order);

        Answer list = client.refund(
                order, "{'api_refund':false,'line_items':[{'id':" + item + ",'quantity':1,'refund_total':5}]}");
        Answer object = client.refund(
                order, "{'amount':'5.00','api_refund':false,'line_items':{'" + item + "':{'qty':1,'refund_total':5}}}");

        assertThat(list.raw("line_items")).isEqualTo("[]");
        assertThat(list.text("amount")).isEqualTo("0.00");
        assertThat(object.raw("line_items")).contains("\"total\":\"-5.00\"");
    }

    @Test
    void tablesOfOrdersAreUsedFrom82OnUnlessToldOtherwise() throws Exception {
        start("8.1.0");
        assertThat(client.get("/system_status")
                        .json()
                        .getAsJsonObject("settings")
                        .get("HPOS_enabled")
                        .getAsBoolean())
                .isFalse();
        shop.close();
        start("8.2.0");
        assertThat(client.get("/system_status")
                        .json()
                        .getAsJsonObject("settings")
                        .get("HPOS_enabled")
                        .getAsBoolean())
                .isTrue();
        assertThatThrownBy(() -> WooCommerceSandbox.builder()
                        .version("6.9.4")
                        .orderTables(true)
                        .start())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "ten", "10.9.1-beta", "10.9.1.1"})
    void whatIsNoVersionIsRefused(String version) {
        assertThatThrownBy(() -> WooCommerceVersion.of(version)).isInstanceOf(IllegalArgumentException.class);
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
