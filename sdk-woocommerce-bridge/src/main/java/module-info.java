/** WooCommerce as a shop platform of Maksut. */
module io.maksut.woocommerce {
    requires static org.jspecify;
    requires com.google.gson;
    requires transitive io.maksut.sdk;
    requires java.net.http;
    requires java.sql;
    requires org.slf4j;
    requires static transitive jdk.httpserver;

    exports io.maksut.woocommerce;

    // Its texts are read there.
    opens io.maksut.woocommerce to
            io.maksut.sdk;
}
