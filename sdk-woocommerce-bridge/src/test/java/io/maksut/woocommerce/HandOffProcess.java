package io.maksut.woocommerce;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.portal.PaymentGateway;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An endpoint for refund requests, in a JVM of its own or in the test's, on a ledger in a file: {@code file, api, key}, and the
 * shop's {@code site, key, secret}. Prints {@code READY} and its address.
 */
final class HandOffProcess implements AutoCloseable {
    static final String SECRET = "hand-off-secret";

    private final PaymentGateway gateway;
    private final WooCommerceShop shop;
    final RefundSync sync;
    final WebhookEndpoint endpoint;

    HandOffProcess(Path ledger, URI api, String key, URI site, String consumerKey, String consumerSecret) {
        gateway = FlatpayPortal.builder()
                .apiKey(key)
                .api(api)
                .checkoutApi(api)
                .attempts(1)
                .buildGateway();
        shop = WooCommerceShop.builder(ShopWorld.NAME, site, TestDatabases.sqlite(ledger))
                .key(consumerKey, consumerSecret)
                .paymentMethod("sandboxpay", "flatpay")
                .build();
        sync = RefundSync.builder(TestDatabases.sqlite(ledger))
                .gateway(gateway)
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .lease(Duration.ofSeconds(4), Duration.ofSeconds(2))
                .build();
        endpoint = new WebhookEndpoint(new JdkHandOffEndpoint(HandOffEndpoint.builder(sync, shop)
                .secret(SECRET)
                .waitFor(Duration.ofSeconds(30))
                .build()));
    }

    public static void main(String[] args) throws InterruptedException {
        HandOffProcess process = new HandOffProcess(
                Path.of(args[0]), URI.create(args[1]), args[2], URI.create(args[3]), args[4], args[5]);
        System.out.println("READY " + process.endpoint.url("/refunds"));
        Thread.currentThread().join();
    }

    @Override
    public void close() {
        endpoint.close();
        shop.close();
        gateway.close();
    }
}
