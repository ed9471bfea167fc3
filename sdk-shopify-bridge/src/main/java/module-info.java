/** Shopify as a shop platform of Maksut. */
module io.maksut.shopify {
    requires static org.jspecify;
    requires com.google.gson;
    requires transitive io.maksut.sdk;
    requires java.net.http;
    requires java.sql;
    requires org.slf4j;
    requires static transitive jdk.httpserver;

    exports io.maksut.shopify;

    // Its texts are read there.
    opens io.maksut.shopify to
            io.maksut.sdk;
}
