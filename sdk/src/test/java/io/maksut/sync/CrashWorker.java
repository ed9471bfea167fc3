package io.maksut.sync;

import io.maksut.everypay.EveryPayPortal;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.portal.PaymentGateway;
import java.io.OutputStream;
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
                KillPoint.valueOf(setting("point")), Integer.parseInt(setting("nth")), setting("signal"));
        HttpClient http = new KillingHttpClient(killer);
        int writes = Integer.getInteger("crash.writes", 2_000);
        int reads = Integer.getInteger("crash.reads", 2_000);
        int attempts = Integer.getInteger("crash.attempts", 2);
        PaymentGateway flatpay = FlatpayPortal.builder()
                .apiKey(setting("frisbii.key"))
                .api(URI.create(setting("frisbii.url")))
                .checkoutApi(URI.create(setting("frisbii.url")))
                .clock(clock)
                .httpClient(http)
                .attempts(attempts)
                .limits(reads, writes, 10, 10)
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
                .attempts(attempts)
                .limits(reads, writes, 10, 10)
                .buildGateway();
        RemoteShop shop = new RemoteShop("shop", URI.create(setting("shop")), clock, killer);
        RefundSync sync = RefundSync.builder(KillingDataSource.of(new UrlDataSource(setting("database")), killer))
                .gateway(flatpay)
                .gateway(everypay)
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay")
                        .withAccounts("flatpay", "everypay")
                        .withShipToSettle()
                        .withBinding(BindingSettings.DEFAULT.withNamingWindow(Duration.ofDays(1))))
                .clock(clock)
                .build();
        try (SyncWorker worker = sync.worker(new SyncWorker.Settings(1, Duration.ofMillis(20), false))) {
            if (Boolean.getBoolean("crash.standby")) {
                System.out.println("READY standing by");
                System.out.flush();
                int read = System.in.read();
                while (read >= 0 && read != '\n') {
                    read = System.in.read();
                }
            }
            worker.start();
            System.out.println("READY now");
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }

    private static String setting(String name) {
        String value = System.getProperty("crash." + name);
        if (value == null) {
            throw new IllegalArgumentException("no crash." + name);
        }
        return value;
    }
}
