package io.maksut.shopify;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.portal.PaymentGateway;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.testkit.TestDatabases;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A payments app with its workers, in a JVM of its own or in the test's, on a ledger in a file. Prints {@code READY} and its
 * address.
 */
final class SessionProcess implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final Duration CALL = Duration.ofSeconds(2);

    private final PaymentGateway gateway;
    private final ShopifyShop shop;
    private final SyncWorker worker;
    private final ShopifySessions sessions;
    private final Endpoint endpoint;

    /** @param tokens of the admin's and the payments app */
    SessionProcess(Path ledger, URI shopify, String domain, String[] tokens, URI api, String key) {
        DataSource dataSource = TestDatabases.sqlite(ledger);
        gateway = FlatpayPortal.builder()
                .apiKey(key)
                .api(api)
                .checkoutApi(api)
                .attempts(1)
                .buildGateway();
        shop = ShopifyShop.builder(domain)
                .name("shop")
                .address(shopify)
                .adminApp(ShopifyTokens.fixed(tokens[0]))
                .paymentsApp(ShopifyWorld.HANDLE, ShopifyTokens.fixed(tokens[1]))
                .gateway(ShopifyWorld.HANDLE, PaymentMatching.reference("flatpay"))
                .build();
        RefundSync sync = RefundSync.builder(dataSource)
                .gateway(gateway)
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .lease(LEASE, CALL)
                .build();
        worker = sync.worker(new SyncWorker.Settings(2, Duration.ofMillis(50), false));
        sessions = ShopifySessions.builder(dataSource, sync)
                .shop(shop)
                .clientVerified(request -> true)
                .poll(Duration.ofMillis(50))
                .build();
        endpoint = Endpoint.of(sessions);
        worker.start();
        sessions.start();
    }

    public static void main(String[] args) throws InterruptedException {
        SessionProcess process = new SessionProcess(
                Path.of(args[0]),
                URI.create(args[1]),
                args[2],
                new String[] {args[3], args[4]},
                URI.create(args[5]),
                args[6]);
        System.out.println("READY " + process.endpoint.url());
        Thread.currentThread().join();
    }

    @Override
    public void close() {
        endpoint.close();
        sessions.close();
        worker.close();
        shop.close();
        gateway.close();
    }
}
