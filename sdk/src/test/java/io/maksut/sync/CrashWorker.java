package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.everypay.EveryPayPortal;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.portal.PaymentGateway;
import io.maksut.storage.LeaseLostException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker with one thread in a process of its own, which dies, or stops, where it is told to. Ends when its input ends. Settings are system
 * properties of the JVM, because there are many.
 */
final class CrashWorker {
    /** As kills follow each other, hours pass within seconds, and a worker that is behind is not what is tested. */
    static final Duration REPEATED_FOR = Duration.ofDays(1);

    private static final Duration POLL = Duration.ofMillis(20);

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
        try (SyncWorker worker = sync.worker(new SyncWorker.Settings(1, POLL, false))) {
            if (Boolean.getBoolean("crash.standby")) {
                System.out.println("READY standing by");
                System.out.flush();
                int read = System.in.read();
                while (read >= 0 && read != '\n') {
                    read = System.in.read();
                }
            }
            System.out.println("READY now");
            System.out.flush();
            AtomicBoolean ended = endsWithInput();
            while (!ended.get()) {
                workOff(worker);
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
        System.exit(0);
    }

    /** On this thread alone: another might be within a transaction when the process is stopped. */
    private static void workOff(SyncWorker worker) {
        try {
            int unused = worker.workOff();
        } catch (DatabaseException | LeaseLostException e) {
            System.err.println("Goes on as a worker does after " + e.getMessage());
        }
    }

    private static AtomicBoolean endsWithInput() {
        AtomicBoolean ended = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                ended.set(true);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return ended;
    }

    private static String setting(String name) {
        String value = System.getProperty("crash." + name);
        if (value == null) {
            throw new IllegalArgumentException("no crash." + name);
        }
        return value;
    }
}
