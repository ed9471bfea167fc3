package io.maksut.sync;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.portal.PaymentGateway;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A worker in a process of its own, as an installation has it. Ends when its input ends. */
final class ThroughputWorker {
    private ThroughputWorker() {}

    public static void main(String[] arguments) throws Exception {
        Clock clock = Clock.systemUTC();
        PaymentGateway gateway = FlatpayPortal.builder()
                .apiKey(setting("key"))
                .api(URI.create(setting("gateway")))
                .limits(Integer.getInteger("worker.reads"), Integer.getInteger("worker.writes"), 20, 20)
                .buildGateway();
        RemoteShop shop = new RemoteShop("shop", URI.create(setting("shop")), false, clock, (reached, of) -> {});
        int threads = Integer.getInteger("worker.threads");
        RefundSync sync = RefundSync.builder(pool(setting("database"), threads + 2))
                .gateway(gateway)
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        try (SyncWorker worker = sync.worker(new SyncWorker.Settings(threads, Duration.ofMillis(20), false))) {
            worker.start();
            System.out.println("READY now");
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }

    /** As an installation has one. */
    static HikariDataSource pool(String url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    /** The JVM's options that pass a setting on. */
    static List<String> options(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(it -> "-Dworker." + it.getKey() + "=" + it.getValue())
                .toList();
    }

    private static String setting(String name) {
        return System.getProperty("worker." + name);
    }
}
