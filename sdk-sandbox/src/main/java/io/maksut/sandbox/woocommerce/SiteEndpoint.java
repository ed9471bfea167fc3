package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** The shop's settings as REST shows them: {@code /settings/general}, {@code /data/currencies}, {@code /payment_gateways}. */
final class SiteEndpoint {
    private static final List<String> CURRENCIES =
            List.of("DKK", "EUR", "GBP", "ISK", "JPY", "KWD", "NOK", "PLN", "SEK", "USD");

    private final ShopSettings settings;
    private final PaymentPlugin plugin;

    SiteEndpoint(ShopSettings settings, PaymentPlugin plugin) {
        this.settings = settings;
        this.plugin = plugin;
    }

    RestAnswer settings(RestRequest request) {
        JsonArray all = new JsonArray();
        for (String id : List.of(
                "woocommerce_currency",
                "woocommerce_price_thousand_sep",
                "woocommerce_price_decimal_sep",
                "woocommerce_price_num_decimals")) {
            all.add(setting(id, request));
        }
        return RestAnswer.ok(all);
    }

    RestAnswer setting(RestRequest request) {
        return RestAnswer.ok(setting(request.first(), request));
    }

    private JsonObject setting(String id, RestRequest request) {
        return switch (id) {
            case "woocommerce_currency" -> {
                JsonObject json = setting(id, "Currency", "select", "USD");
                JsonObject options = new JsonObject();
                for (String code : CURRENCIES) {
                    options.addProperty(code, name(code) + " (" + symbol(code) + ") \u2014 " + code);
                }
                json.add("options", options);
                yield valued(json, settings.currency(), request, id);
            }
            case "woocommerce_price_thousand_sep" ->
                valued(setting(id, "Thousand separator", "text", ","), ",", request, id);
            case "woocommerce_price_decimal_sep" ->
                valued(setting(id, "Decimal separator", "text", "."), settings.decimalSeparator(), request, id);
            case "woocommerce_price_num_decimals" ->
                valued(
                        setting(id, "Number of decimals", "number", "2"),
                        Integer.toString(settings.decimals()),
                        request,
                        id);
            default -> throw RestError.of(404, "rest_setting_setting_invalid", "Invalid setting.");
        };
    }

    private static JsonObject setting(String id, String label, String type, String byDefault) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("label", label);
        json.addProperty("description", label + " of this shop.");
        json.addProperty("type", type);
        json.addProperty("default", byDefault);
        return json;
    }

    private static JsonObject valued(JsonObject json, String value, RestRequest request, String id) {
        json.add("tip", json.get("description"));
        json.addProperty("value", value);
        json.addProperty("group_id", "general");
        String url = request.base() + "/settings/general";
        JsonObject links = new JsonObject();
        links.add("self", Links.self(url + "/" + id, "GET", "POST", "PUT", "PATCH"));
        links.add("collection", Links.to(url));
        json.add("_links", links);
        return json;
    }

    RestAnswer currentCurrency(RestRequest request) {
        return RestAnswer.ok(currency(settings.currency(), request));
    }

    RestAnswer currency(RestRequest request) {
        String code = request.first().toUpperCase(Locale.ROOT);
        if (!CURRENCIES.contains(code)) {
            throw RestError.of(
                    404,
                    "woocommerce_rest_data_invalid_currency",
                    "There are no currencies matching these parameters.");
        }
        return RestAnswer.ok(currency(code, request));
    }

    private static JsonObject currency(String code, RestRequest request) {
        JsonObject json = new JsonObject();
        json.addProperty("code", code);
        json.addProperty("name", name(code));
        json.addProperty("symbol", symbol(code));
        String url = request.base() + "/data/currencies";
        JsonObject links = new JsonObject();
        links.add("self", Links.self(url + "/" + code, "GET"));
        links.add("collection", Links.to(url));
        json.add("_links", links);
        return json;
    }

    RestAnswer gateways(RestRequest request) {
        JsonArray all = new JsonArray();
        Gateways.CORE.forEach(id -> all.add(gateway(id, request)));
        if (plugin.active()) {
            all.add(gateway(plugin.id(), request));
        }
        return RestAnswer.ok(all);
    }

    RestAnswer gateway(RestRequest request) {
        String id = request.first();
        boolean there = id.equals(plugin.id()) ? plugin.active() : Gateways.CORE.contains(id);
        if (!there) {
            throw RestError.of(404, "woocommerce_rest_payment_gateway_invalid", "Resource does not exist.");
        }
        return RestAnswer.ok(gateway(id, request));
    }

    private JsonObject gateway(String id, RestRequest request) {
        boolean ours = id.equals(plugin.id());
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("title", ours ? "Card or bank" : id);
        json.add("description", JsonNull.INSTANCE);
        json.addProperty("order", "");
        json.addProperty("enabled", ours);
        json.addProperty("method_title", ours ? "Card or bank" : id);
        json.addProperty("method_description", "");
        JsonArray supports = new JsonArray();
        supports.add("products");
        if (ours && plugin.supportsRefunds()) {
            supports.add("refunds");
        }
        json.add("method_supports", supports);
        json.add("settings", new JsonArray());
        json.addProperty("needs_setup", false);
        json.add("post_install_scripts", new JsonArray());
        json.addProperty(
                "settings_url", request.site() + "/wp-admin/admin.php?page=wc-settings&tab=checkout&section=" + id);
        json.add("connection_url", JsonNull.INSTANCE);
        json.add("setup_help_text", JsonNull.INSTANCE);
        json.add("required_settings_keys", new JsonArray());
        String url = request.base() + "/payment_gateways";
        JsonObject links = new JsonObject();
        links.add("self", Links.self(url + "/" + id, "GET", "POST", "PUT", "PATCH"));
        links.add("collection", Links.to(url));
        json.add("_links", links);
        return json;
    }

    static String name(String code) {
        return Currency.getInstance(code).getDisplayName(Locale.ENGLISH);
    }

    /** As HTML, unlike in orders. */
    static String symbol(String code) {
        return switch (code) {
            case "EUR" -> "&euro;";
            case "GBP" -> "&pound;";
            case "USD" -> "&#36;";
            case "JPY" -> "&yen;";
            default -> code;
        };
    }
}
