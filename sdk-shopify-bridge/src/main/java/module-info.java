/** Shopify as a shop platform of Maksut. */
@SuppressWarnings("opens") // the packages of the tables hold no classes
module io.maksut.shopify {
    requires static org.jspecify;
    requires com.google.gson;
    requires transitive io.maksut.sdk;
    requires java.net.http;
    requires java.sql;
    requires org.slf4j;
    requires static transitive jdk.httpserver;

    exports io.maksut.shopify;

    // Its texts and tables are read there.
    opens io.maksut.shopify to
            io.maksut.sdk;
    opens io.maksut.shopify.schema.shopify_refunds to
            io.maksut.sdk;
    opens io.maksut.shopify.schema.shopify_sessions to
            io.maksut.sdk;
    opens io.maksut.shopify.schema.shopify_tokens to
            io.maksut.sdk;
}
