package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/** {@code /system_status}: by it a client learns the version, the storage and the decimals. Thread-safe. */
final class SystemStatus {
    private final ShopSettings settings;

    SystemStatus(ShopSettings settings) {
        this.settings = settings;
    }

    RestAnswer get(RestRequest request) {
        JsonObject json = new JsonObject();
        json.add("environment", environment(request));
        json.add("database", database());
        json.add("active_plugins", plugins());
        json.add("inactive_plugins", new JsonArray());
        json.add("dropins_mu_plugins", mustUse());
        json.add("theme", theme());
        json.add("settings", settings());
        json.add("security", security(request));
        json.add("pages", new JsonArray());
        json.add("post_type_counts", new JsonArray());
        json.add("logging", logging());
        return RestAnswer.ok(json);
    }

    private JsonObject environment(RestRequest request) {
        JsonObject json = new JsonObject();
        json.addProperty("home_url", request.site());
        json.addProperty("site_url", request.site());
        json.addProperty("store_id", "00000000-0000-4000-8000-000000000001");
        json.addProperty("version", settings.version().toString());
        json.addProperty("log_directory", "/srv/shop/wp-content/uploads/wc-logs/");
        json.addProperty("log_directory_writable", true);
        json.addProperty("wp_version", "6.9.7");
        json.addProperty("wp_multisite", false);
        json.addProperty("wp_memory_limit", 268_435_456);
        json.addProperty("wp_debug_mode", false);
        json.addProperty("wp_cron", true);
        json.addProperty("wp_environment_type", "production");
        json.addProperty("language", "en_US");
        json.add("external_object_cache", JsonNull.INSTANCE);
        json.addProperty("server_info", "sandbox");
        json.addProperty("php_version", "8.2.36");
        json.addProperty("php_post_max_size", 8_388_608);
        json.addProperty("php_max_execution_time", 120);
        json.addProperty("php_max_input_vars", 1_000);
        json.addProperty("default_timezone", "UTC");
        json.addProperty("mbstring_enabled", true);
        return json;
    }

    private JsonObject database() {
        JsonObject json = new JsonObject();
        json.addProperty("wc_database_version", settings.version().toString());
        json.addProperty("database_prefix", "wp_");
        return json;
    }

    private JsonArray plugins() {
        JsonObject plugin = new JsonObject();
        plugin.addProperty("plugin", "woocommerce/woocommerce.php");
        plugin.addProperty("name", "WooCommerce");
        plugin.addProperty("version", settings.version().toString());
        plugin.addProperty("version_latest", settings.version().toString());
        plugin.addProperty("url", "https://woocommerce.com/");
        plugin.addProperty("author_name", "Automattic");
        plugin.addProperty("author_url", "https://woocommerce.com");
        plugin.addProperty("network_activated", false);
        JsonArray plugins = new JsonArray();
        plugins.add(plugin);
        return plugins;
    }

    private static JsonObject mustUse() {
        JsonObject json = new JsonObject();
        json.add("dropins", new JsonArray());
        json.add("mu_plugins", new JsonArray());
        return json;
    }

    private static JsonObject theme() {
        JsonObject json = new JsonObject();
        json.addProperty("name", "Twenty Twenty-Five");
        json.addProperty("version", "1.4");
        json.addProperty("is_child_theme", false);
        return json;
    }

    private JsonObject settings() {
        JsonObject json = new JsonObject();
        json.addProperty("api_enabled", false);
        json.addProperty("force_ssl", false);
        json.addProperty("currency", settings.currency());
        json.addProperty("currency_symbol", SiteEndpoint.symbol(settings.currency()));
        json.addProperty("currency_position", "left");
        json.addProperty("thousand_separator", ",");
        json.addProperty("decimal_separator", settings.decimalSeparator());
        json.addProperty("number_of_decimals", settings.decimals());
        json.addProperty("geolocation_enabled", false);
        if (settings.has(Since.ORDER_TABLES)) {
            json.addProperty(
                    "order_datastore",
                    settings.orderTables()
                            ? "Automattic\\WooCommerce\\Internal\\DataStores\\Orders\\OrdersTableDataStore"
                            : "WC_Order_Data_Store_CPT");
            json.addProperty("HPOS_enabled", settings.orderTables());
            json.addProperty("HPOS_sync_enabled", false);
        }
        return json;
    }

    private static JsonObject security(RestRequest request) {
        JsonObject json = new JsonObject();
        json.addProperty("secure_connection", request.site().startsWith("https:"));
        json.addProperty("hide_errors", true);
        return json;
    }

    private static JsonObject logging() {
        JsonObject json = new JsonObject();
        json.addProperty("logging_enabled", true);
        json.addProperty("retention_period_days", 30);
        json.addProperty("level_threshold", "");
        return json;
    }
}
