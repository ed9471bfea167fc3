package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SiteTest {
    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP = new WooCommerceSandboxExtension(
            WooCommerceSandbox.builder().currency("JPY").decimals(3).paymentMethod("everypay"));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);

    @Test
    void systemStatusTellsVersionStorageAndDecimals() throws Exception {
        JsonObject status = client.get("/system_status").json();

        assertThat(Names.of(status))
                .containsExactly(
                        "environment",
                        "database",
                        "active_plugins",
                        "inactive_plugins",
                        "dropins_mu_plugins",
                        "theme",
                        "settings",
                        "security",
                        "pages",
                        "post_type_counts",
                        "logging");
        JsonObject environment = status.getAsJsonObject("environment");
        assertThat(environment.get("version").getAsString()).isEqualTo("10.9.1");
        assertThat(environment.get("home_url").getAsString())
                .isEqualTo(shop.httpsUrl().toString());
        JsonObject settings = status.getAsJsonObject("settings");
        assertThat(settings.get("currency").getAsString()).isEqualTo("JPY");
        assertThat(settings.get("number_of_decimals").toString()).isEqualTo("3");
        assertThat(settings.get("order_datastore").getAsString()).endsWith("\\OrdersTableDataStore");
    }

    @Test
    void theCurrencyIsASettingAndData() throws Exception {
        JsonObject setting =
                client.get("/settings/general/woocommerce_currency").json();
        assertThat(Names.of(setting))
                .containsExactly(
                        "id",
                        "label",
                        "description",
                        "type",
                        "default",
                        "options",
                        "tip",
                        "value",
                        "group_id",
                        "_links");
        assertThat(setting.get("value").getAsString()).isEqualTo("JPY");
        JsonObject current = client.get("/data/currencies/current").json();
        assertThat(Names.of(current)).containsExactly("code", "name", "symbol", "_links");
        assertThat(current.get("symbol").getAsString()).isEqualTo("&yen;");
        assertThat(client.get("/data/currencies/eur").text("code")).isEqualTo("EUR");
        assertThat(client.get("/data/currencies/xyz").status()).isEqualTo(404);
        assertThat(client.get("/settings/general/woocommerce_price_num_decimals")
                        .text("value"))
                .isEqualTo("3");
        assertThat(client.get("/settings/general").array()).hasSize(4);
        assertThat(client.get("/settings/general/nothing").text("code")).isEqualTo("rest_setting_setting_invalid");
    }

    @Test
    void thePluginShowsWhetherItCanRefund() throws Exception {
        Answer answer = client.get("/payment_gateways/everypay");
        assertThat(Names.of(answer.json()))
                .containsExactly(
                        "id",
                        "title",
                        "description",
                        "order",
                        "enabled",
                        "method_title",
                        "method_description",
                        "method_supports",
                        "settings",
                        "needs_setup",
                        "post_install_scripts",
                        "settings_url",
                        "connection_url",
                        "setup_help_text",
                        "required_settings_keys",
                        "_links");
        assertThat(answer.raw("method_supports")).isEqualTo("[\"products\",\"refunds\"]");

        shop.plugin().behaves(PluginBehaviour.HAS_NO_REFUNDS);
        assertThat(client.get("/payment_gateways/everypay").raw("method_supports"))
                .isEqualTo("[\"products\"]");
        assertThat(client.get("/payment_gateways/bacs").raw("method_supports")).isEqualTo("[\"products\"]");

        shop.plugin().behaves(PluginBehaviour.IS_GONE);
        assertThat(client.get("/payment_gateways/everypay").status()).isEqualTo(404);
        assertThat(client.get("/payment_gateways").array()).hasSize(3);
    }

    @Test
    void whatIsNotThereHasNoRoute() throws Exception {
        assertThat(client.get("/coupons").text("code")).isEqualTo("rest_no_route");
        assertThat(client.send(HttpRequest.newBuilder(URI.create(shop.httpsUrl() + "/wp-json/wc/v4/orders"))
                                .build())
                        .text("code"))
                .isEqualTo("rest_no_route");
    }
}
