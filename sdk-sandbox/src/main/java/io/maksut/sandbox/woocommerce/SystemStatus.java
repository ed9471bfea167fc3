package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** {@code /system_status}: by it a client learns the version, the storage and the decimals. Thread-safe. */
final class SystemStatus {
    private static final String FORM = """
            {"environment":{"home_url":"","site_url":"","store_id":"00000000-0000-4000-8000-000000000001","version":"",
            "log_directory":"/srv/shop/wp-content/uploads/wc-logs/","log_directory_writable":true,"wp_version":"6.9.7",
            "wp_multisite":false,"wp_memory_limit":268435456,"wp_debug_mode":false,"wp_cron":true,
            "wp_environment_type":"production","language":"en_US","external_object_cache":null,"server_info":"sandbox",
            "server_architecture":"Linux x86_64","php_version":"8.2.36","php_post_max_size":8388608,
            "php_max_execution_time":60,"php_max_input_vars":1000,"curl_version":"8.0.0, OpenSSL/3.0.0",
            "suhosin_installed":false,"max_upload_size":2097152,"mysql_version":"10.11.0",
            "mysql_version_string":"10.11.0-MariaDB","default_timezone":"UTC","fsockopen_or_curl_enabled":true,
            "soapclient_enabled":true,"domdocument_enabled":true,"gzip_enabled":true,"mbstring_enabled":true,
            "remote_post_successful":true,"remote_post_response":200,"remote_get_successful":true,"remote_get_response":200},
            "database":{"wc_database_version":"","database_prefix":"wp_","maxmind_geoip_database":"",
            "database_tables":{"woocommerce":{"wp_woocommerce_api_keys":{"data":"0.02","index":"0.03","engine":"InnoDB"}},
            "other":{"wp_options":{"data":"0.20","index":"0.03","engine":"InnoDB"}}},"database_size":{"data":1.5,"index":2.5}},
            "active_plugins":[{"plugin":"woocommerce/woocommerce.php","name":"WooCommerce","version":"","version_latest":"",
            "url":"https://woocommerce.com/","author_name":"Automattic","author_url":"https://woocommerce.com",
            "network_activated":false}],"inactive_plugins":[],"dropins_mu_plugins":{"dropins":[],"mu_plugins":[]},
            "theme":{"name":"Storefront","version":"4.6.0","version_latest":"4.6.0","author_url":"https://woocommerce.com/",
            "is_child_theme":false,"is_block_theme":false,"has_woocommerce_support":true,"has_woocommerce_file":false,
            "has_outdated_templates":false,"overrides":[],"parent_name":"","parent_version":"","parent_version_latest":"",
            "parent_author_url":""},
            "settings":{"api_enabled":false,"force_ssl":false,"currency":"","currency_symbol":"","currency_position":"left",
            "thousand_separator":",","decimal_separator":"","number_of_decimals":0,"geolocation_enabled":false,
            "taxonomies":{"simple":"simple"},"product_visibility_terms":{"featured":"featured"},
            "woocommerce_com_connected":"no","enforce_approved_download_dirs":true},
            "security":{"secure_connection":true,"hide_errors":true},
            "pages":[{"page_name":"Checkout","page_id":"7","page_set":true,"page_exists":true,"page_visible":true,
            "shortcode":"[woocommerce_checkout]","block":"woocommerce/checkout","shortcode_required":true,
            "shortcode_present":false,"block_present":true,"block_required":true}],
            "post_type_counts":[{"type":"page","count":"7"}],
            "logging":{"logging_enabled":true,"default_handler":"LogHandlerFileV2","retention_period_days":30,
            "level_threshold":"","log_directory_size":"1 KB"}}
            """;

    private static final String TABLES = "Automattic\\WooCommerce\\Internal\\DataStores\\Orders\\OrdersTableDataStore";

    private final ShopSettings settings;

    SystemStatus(ShopSettings settings) {
        this.settings = settings;
    }

    RestAnswer get(RestRequest request) {
        JsonObject json = JsonParser.parseString(FORM).getAsJsonObject();
        String version = settings.version().toString();
        JsonObject environment = json.getAsJsonObject("environment");
        environment.addProperty("home_url", request.site());
        environment.addProperty("site_url", request.site());
        environment.addProperty("version", version);
        json.getAsJsonObject("database").addProperty("wc_database_version", version);
        JsonObject plugin = json.getAsJsonArray("active_plugins").get(0).getAsJsonObject();
        plugin.addProperty("version", version);
        plugin.addProperty("version_latest", version);
        shop(json.getAsJsonObject("settings"));
        json.getAsJsonObject("security")
                .addProperty("secure_connection", request.site().startsWith("https:"));
        return RestAnswer.ok(json);
    }

    private void shop(JsonObject json) {
        json.addProperty("currency", settings.currency());
        json.addProperty("currency_symbol", SiteEndpoint.symbol(settings.currency()));
        json.addProperty("decimal_separator", settings.decimalSeparator());
        json.addProperty("number_of_decimals", settings.decimals());
        if (settings.has(Since.ORDER_TABLES)) {
            json.addProperty("order_datastore", settings.orderTables() ? TABLES : "WC_Order_Data_Store_CPT");
            json.addProperty("HPOS_enabled", settings.orderTables());
            json.addProperty("HPOS_sync_enabled", false);
            JsonArray features = new JsonArray();
            features.add("analytics");
            if (settings.orderTables()) {
                features.add("custom_order_tables");
            }
            json.add("enabled_features", features);
        }
    }
}
