package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.shop.RefundRequest;
import io.maksut.testing.ChildJvm;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers of one thread each, in processes of their own, on one PostgreSQL whose commits are on disk when they are
 * acknowledged, with a gateway that takes its time. How many refunds a second that makes is printed, and not judged: it is the
 * machine's and its load's. That each is paid once, and none is parked, is.
 */
@Tag("nightly")
class ThroughputTest {
    private static final Duration GATEWAY_TAKES = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final List<ChildJvm> workers = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private String database;
    private TestShop shop;
    private TestShopServer shopServer;
    private FrisbiiSandbox frisbii;
    private int charges;

    @BeforeEach
    void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        database = postgres.getJdbcUrl("postgres", "postgres");
        assertThat(show("fsync")).isEqualTo("on");
        assertThat(show("synchronous_commit")).isEqualTo("on");
        SharedClock unused = new SharedClock(folder.resolve("clock"));
        shop = new TestShop("shop", Clock.systemUTC());
        shop.prices(payment -> Money.of("EUR", "29.80"));
        shopServer = new TestShopServer(shop);
    }

    private String show(String setting) throws SQLException {
        try (Connection connection = new UrlDataSource(database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show " + setting)) {
            answer.next();
            return answer.getString(1);
        }
    }

    @AfterEach
    void stop() throws IOException {
        workers.forEach(ChildJvm::close);
        shopServer.close();
        frisbii.close();
        postgres.close();
    }

    @Test
    void oneWorkerOrFourEachRefundIsPaidOnce() throws Exception {
        frisbii = FrisbiiSandbox.builder().withoutRateLimits().start();
        frisbii.faults().next(Fault.slow(GATEWAY_TAKES)).always();

        startWorkers(1, 2_000, 2_000);
        refundsPerSecond(5); // warms up
        double one = refundsPerSecond(40);
        startWorkers(3, 2_000, 2_000);
        refundsPerSecond(20);
        double four = refundsPerSecond(160);

        System.out.printf("one worker %.2f refunds/s, four %.2f, ratio %.2f%n", one, four, four / one);
    }

    @Test
    void underOneAccountsLimitsNothingIsParked() throws Exception {
        frisbii = FrisbiiSandbox.builder().rateLimits(25, 10, 10).start();
        frisbii.requests().keepAtMost(100_000);

        startWorkers(4, 25, 10);
        double rate = refundsPerSecond(300);

        long tooMany = frisbii.requests().all().stream()
                .mapToInt(RecordedRequest::status)
                .filter(status -> status == 429)
                .count();
        System.out.printf("under one account's limits %.2f refunds/s, %d answers 429%n", rate, tooMany);
    }

    private void startWorkers(int count, int reads, int writes) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("clock", folder.resolve("clock").toString());
        settings.put("point", KillPoint.AFTER_CLAIM.name());
        settings.put("nth", "" + Integer.MAX_VALUE);
        settings.put("signal", "KILL");
        settings.put("frisbii.key", frisbii.privateKey());
        settings.put("frisbii.url", frisbii.apiUrl().toString());
        settings.put("everypay.user", "unused");
        settings.put("everypay.secret", "unused");
        settings.put("everypay.url", frisbii.apiUrl().toString());
        settings.put("shop", shopServer.url().toString());
        settings.put("database", database);
        settings.put("reads", "" + reads);
        settings.put("writes", "" + writes);
        settings.put("attempts", "4"); // the default
        List<String> options = new ArrayList<>(
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
        settings.forEach((name, value) -> options.add("-Dcrash." + name + "=" + value));
        List<ChildJvm> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(ChildJvm.start(options, CrashWorker.class));
        }
        for (ChildJvm worker : started) {
            assertThat(worker.line("READY")).isEqualTo("now");
        }
        workers.addAll(started);
    }

    /** As many refunds as are asked for, of a payment each, from the first request until the shop is told of the last. */
    private double refundsPerSecond(int count) {
        try (PaymentGateway gateway = FlatpayPortal.builder()
                .apiKey(frisbii.privateKey())
                .api(frisbii.apiUrl())
                .buildGateway()) {
            RefundSync sync = RefundSync.builder(new UrlDataSource(database))
                    .gateway(gateway)
                    .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay"))
                    .build();
            List<RefundRequest> requests = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                PaymentId payment = new PaymentId(
                        "flatpay",
                        frisbii.charge("charge-" + ++charges)
                                .state("settled")
                                .amount(2_980)
                                .currency("EUR")
                                .method("card")
                                .add());
                requests.add(shop.asksToRefund(shop.order(payment), payment, Money.of("EUR", "5.00")));
            }
            long begin = System.nanoTime();
            requests.forEach(request -> sync.request("shop", request));
            while (requests.stream().anyMatch(request -> shop.told(request.id()).isEmpty())) {
                assertThat(System.nanoTime() - begin).as("in time").isLessThan(PATIENCE.toNanos());
                LockSupport.parkNanos(5_000_000); // measures, does not wait for anything to be so
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertThat(sync.ledger().waitingForPerson()).isEmpty();
            assertThat(requests)
                    .allSatisfy(request -> assertThat(frisbii.books()
                                    .count(
                                            Movement.Kind.REFUND,
                                            request.payment().reference()))
                            .isEqualTo(1));
            return count / seconds;
        }
    }
}
