package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.everypay.EveryPayPortal;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.portal.PaymentGateway;
import io.maksut.shop.ShopPlatform;
import io.maksut.storage.LeaseLostException;
import io.maksut.testkit.KillTarget;
import io.maksut.testkit.Killer;
import io.maksut.testkit.KillingDataSource;
import io.maksut.testkit.KillingHttpClient;
import io.maksut.testkit.OrderedProcess;
import io.maksut.testkit.SharedClock;
import io.maksut.testkit.SignalKiller;
import io.maksut.testkit.UrlDataSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A worker with one thread in a process of its own, which dies, or stops, where it is told to. Ends when its input ends. Settings are system
 * properties of the JVM, because there are many.
 */
final class CrashWorker {
    /** As kills follow each other, hours pass within seconds, and a worker that is behind is not what is tested. */
    static final Duration REPEATED_FOR = Duration.ofDays(1);

    private CrashWorker() {}

    public static void main(String[] arguments) throws Exception {
        SharedClock clock = new SharedClock(Path.of(setting("clock")));
        Killer killer = new SignalKiller(
                KillTarget.parse(setting("target")), Integer.parseInt(setting("nth")), setting("signal"));
        HttpClient http = KillingHttpClient.atGateways(killer);
        PaymentGateway flatpay = FlatpayPortal.builder()
                .apiKey(setting("frisbii.key"))
                .api(URI.create(setting("frisbii.url")))
                .checkoutApi(URI.create(setting("frisbii.url")))
                .clock(clock)
                .httpClient(http)
                .attempts(2)
                .limits(2_000, 2_000, 10, 10)
                .repeatRefundsFor(REPEATED_FOR)
                .buildGateway();
        PaymentGateway everypay = EveryPayPortal.builder()
                .apiUsername(setting("everypay.user"))
                .apiSecret(setting("everypay.secret"))
                .accountName("EUR3D1")
                .api(URI.create(setting("everypay.url")))
                .customerUrl(URI.create("https://shop.example.test/thanks"))
                .clock(clock)
                .httpClient(http)
                .attempts(2)
                .limits(2_000, 2_000, 10, 10)
                .buildGateway();
        RemoteShop shop = new RemoteShop("shop", URI.create(setting("shop")), false, clock, killer);
        RemoteShop asking = new RemoteShop("asking", URI.create(setting("asking")), true, clock, killer);
        RefundSync sync = RefundSync.builder(KillingDataSource.of(new UrlDataSource(setting("database")), killer))
                .gateway(flatpay)
                .gateway(everypay)
                .shop(paying(shop))
                .shop(asking(asking))
                .clock(clock)
                .build();
        try (SyncWorker worker = sync.worker(new SyncWorker.Settings(1, OrderedProcess.POLL, false))) {
            OrderedProcess.run(order -> CrashOrders.carryOut(sync, order), () -> workOff(worker));
        }
        System.exit(0);
    }

    private static void workOff(SyncWorker worker) {
        try {
            int unused = worker.workOff();
        } catch (DatabaseException | LeaseLostException e) {
            System.err.println("Goes on as a worker does after " + e.getMessage());
        }
    }

    /** The shop that asks for refunds, ships, and is written into. */
    static ConnectedShop paying(ShopPlatform shop) {
        return ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay")
                .withAccounts("flatpay", "everypay")
                .withShipToSettle()
                .withBinding(BindingSettings.DEFAULT.withNamingWindow(Duration.ofDays(1)));
    }

    /** The shop that asks for captures and voids. */
    static ConnectedShop asking(ShopPlatform shop) {
        return ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay");
    }

    private static String setting(String name) {
        String value = System.getProperty("crash." + name);
        if (value == null) {
            throw new IllegalArgumentException("no crash." + name);
        }
        return value;
    }
}
