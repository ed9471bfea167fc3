/** The typed client of a merchant's payment portal and the rules of what may be done to a payment. */
@SuppressWarnings("module") // the bridges are built later, so they cannot be seen from here
module io.maksut.sdk {
    requires static org.jspecify;
    requires static micrometer.core;
    requires com.google.gson;
    requires io.github.resilience4j.retry;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.ratelimiter;
    requires io.github.resilience4j.core;
    requires transitive java.net.http;
    requires transitive java.sql;
    requires org.slf4j;
    requires static transitive jdk.httpserver;

    exports io.maksut.error;
    exports io.maksut.everypay;
    exports io.maksut.flatpay;
    exports io.maksut.index;
    exports io.maksut.monitor;
    exports io.maksut.observe;
    exports io.maksut.payment;
    exports io.maksut.portal;
    exports io.maksut.refund;
    exports io.maksut.shop;
    exports io.maksut.sync;
    exports io.maksut.webhook;

    // Not for users: what both bridges are built with.
    exports io.maksut.internal.crypto to
            io.maksut.shopify,
            io.maksut.woocommerce;
    exports io.maksut.json to
            io.maksut.shopify,
            io.maksut.woocommerce;
    exports io.maksut.storage to
            io.maksut.shopify,
            io.maksut.woocommerce;
    exports io.maksut.text to
            io.maksut.shopify,
            io.maksut.woocommerce;
    exports io.maksut.transport to
            io.maksut.shopify,
            io.maksut.woocommerce;
}
