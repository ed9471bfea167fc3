package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.CountedDatabase;
import io.maksut.testkit.ChildJvm;
import io.maksut.testkit.UrlDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Workers on one PostgreSQL whose commits are on disk when they are acknowledged, with a gateway that takes its time. How many
 * refunds a second that makes is printed, and not judged: it is the machine's and its load's. That each is paid once, and none is
 * set aside, is.
 */
@Tag("nightly")
class ThroughputTest {
    private static final Duration GATEWAY_TAKES = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int FREELY = 2_000;

    private final List<ChildJvm> workers = new ArrayList<>();
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final List<FrisbiiSandbox> gateways = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private String database;
    private TestShop shop;
    private TestShopServer shopServer;
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
        shop = shop("shop");
        shopServer = new TestShopServer(shop);
    }

    private static TestShop shop(String name) {
        TestShop shop = new TestShop(name, Clock.systemUTC());
        shop.prices(payment -> Money.of("EUR", "29.80"));
        return shop;
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
        gateways.forEach(FrisbiiSandbox::close);
        pools.forEach(HikariDataSource::close);
        postgres.close();
    }

    private FrisbiiSandbox gateway(FrisbiiSandbox.Builder settings) {
        FrisbiiSandbox gateway = settings.start();
        gateway.requests().keepAtMost(100_000);
        gateways.add(gateway);
        return gateway;
    }

    private FrisbiiSandbox slow() {
        FrisbiiSandbox gateway = gateway(FrisbiiSandbox.builder().withoutRateLimits());
        gateway.faults().next(Fault.slow(GATEWAY_TAKES)).always();
        return gateway;
    }

    private DataSource pool(int connections) {
        HikariDataSource pool = ThroughputWorker.pool(database, connections);
        pools.add(pool);
        return pool;
    }

    @Test
    void threadsAndProcessesShareTheWorkAndEachRefundIsPaidOnce() throws Exception {
        FrisbiiSandbox frisbii = slow();
        double one = 0;
        for (int threads : new int[] {1, 2, 4, 8}) {
            startWorkers(1, threads, frisbii, FREELY, FREELY);
            double rate = warmRefundsPerSecond(frisbii, threads);
            one = one == 0 ? rate : one;
            System.out.printf("1 process, %d threads: %.2f refunds/s, %.2f times one%n", threads, rate, rate / one);
            stopWorkers();
        }
        for (int processes = 1; processes <= 4; processes++) {
            startWorkers(1, 2, frisbii, FREELY, FREELY);
            double rate = warmRefundsPerSecond(frisbii, 2 * processes);
            System.out.printf(
                    "%d processes of 2 threads: %.2f refunds/s, %.2f times one%n", processes, rate, rate / one);
        }
    }

    @Test
    void underOneAccountsLimitsNothingIsParked() throws Exception {
        FrisbiiSandbox frisbii = gateway(FrisbiiSandbox.builder().rateLimits(25, 10, 10));

        startWorkers(4, 2, frisbii, 25, 10);
        double rate = refundsPerSecond(frisbii, 300);

        long tooMany = frisbii.requests().all().stream()
                .mapToInt(RecordedRequest::status)
                .filter(status -> status == 429)
                .count();
        System.out.printf("4 processes under one account's limits: %.2f refunds/s, %d answers 429%n", rate, tooMany);
    }

    @Test
    void anAccountThatHangsCostsTheOthersNothing() throws InterruptedException {
        FrisbiiSandbox frisbii = slow();
        FrisbiiSandbox hanging = gateway(FrisbiiSandbox.builder().withoutRateLimits());
        CountDownLatch answers = new CountDownLatch(1);
        RefundSync sync = RefundSync.builder(pool(8))
                .gateway(client(frisbii, "flatpay", HttpClient.newHttpClient()))
                .gateway(client(hanging, "hanging", HttpClient.newHttpClient()))
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "hanging"))
                .build();
        try (SyncWorker worker = sync.worker(new SyncWorker.Settings(2, Duration.ofMillis(20), false))) {
            worker.start();
            double unused = refunded(sync, frisbii, asked(shop, frisbii, "flatpay", 10));
            double alone = refunded(sync, frisbii, asked(shop, frisbii, "flatpay", 60));
            hanging.faults().next(Fault.heldUntil(answers)).always();
            Set<RefundRequest> backlog = asked(shop, hanging, "hanging", 60).keySet();
            backlog.forEach(request -> sync.request("shop", request));

            double beside = refunded(sync, frisbii, asked(shop, frisbii, "flatpay", 60));

            System.out.printf("an account alone: %.2f refunds/s; beside one that hangs: %.2f%n", alone, beside);
            assertThat(backlog).allSatisfy(it -> assertThat(shop.told(it.id())).isEmpty());
            answers.countDown();
        } finally {
            answers.countDown();
        }
    }

    @Test
    void aThousandShopsWithAnAccountEachRunInOneInstallation() throws InterruptedException {
        int count = 1_000;
        FrisbiiSandbox frisbii = slow();
        HttpClient http = HttpClient.newHttpClient();
        CountDownLatch scans =
                new CountDownLatch(3 * count + 1); // what changed, all orders, the account; refunds that ended
        CountedDatabase counted = new CountedDatabase(pool(40));
        RefundSync.Builder builder = RefundSync.builder(counted.dataSource()).listener(event -> {
            if (event instanceof SyncEvent.ScanEnded) {
                scans.countDown();
            }
        });
        List<TestShop> shops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TestShop one = shop("shop-" + i);
            shops.add(one);
            builder.gateway(client(frisbii, "account-" + i, http))
                    .shop(ConnectedShop.of(one, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("account-" + i));
        }
        long begin = System.nanoTime();
        RefundSync sync = builder.build();
        double built = secondsSince(begin);
        try (SyncWorker worker = sync.worker(new SyncWorker.Settings(2, Duration.ofSeconds(1), true))) {
            begin = System.nanoTime();
            worker.start();
            assertThat(scans.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            double scanned = secondsSince(begin);

            counted.begin();
            LockSupport.parkNanos(Duration.ofSeconds(10).toNanos()); // measures rest
            int resting = counted.statements().size();

            double ofOneShop = refunded(sync, frisbii, asked(shops.get(0), frisbii, "account-0", 50));
            Map<RefundRequest, TestShop> ofEach = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                ofEach.putAll(asked(shops.get(i), frisbii, "account-" + i, 1));
            }
            double ofAllShops = refunded(sync, frisbii, ofEach);

            System.out.printf(
                    "1,000 shops: built in %.1f s, first scans in %.1f s, %.1f statements/s at rest,"
                            + " %.2f refunds/s of one shop, %.2f of all%n",
                    built, scanned, resting / 10.0, ofOneShop, ofAllShops);
        }
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static PaymentGateway client(FrisbiiSandbox frisbii, String account, HttpClient http) {
        return FlatpayPortal.builder()
                .account(account)
                .apiKey(frisbii.privateKey())
                .api(frisbii.apiUrl())
                .httpClient(http)
                .limits(FREELY, FREELY, 20, 20)
                .buildGateway();
    }

    private void startWorkers(int count, int threads, FrisbiiSandbox frisbii, int reads, int writes)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("key", frisbii.privateKey());
        settings.put("gateway", frisbii.apiUrl().toString());
        settings.put("shop", shopServer.url().toString());
        settings.put("database", database);
        settings.put("reads", "" + reads);
        settings.put("writes", "" + writes);
        settings.put("threads", "" + threads);
        List<String> options = new ArrayList<>(
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
        options.addAll(ThroughputWorker.options(settings));
        List<ChildJvm> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(ChildJvm.start(options, ThroughputWorker.class));
        }
        for (ChildJvm worker : started) {
            assertThat(worker.line("READY")).isEqualTo("now");
        }
        workers.addAll(started);
    }

    private void stopWorkers() {
        workers.forEach(ChildJvm::close);
        workers.clear();
    }

    /** So many for each thread that one takes some seconds, after some that are not measured. */
    private double warmRefundsPerSecond(FrisbiiSandbox frisbii, int threads) {
        double unused = refundsPerSecond(frisbii, 10 * threads);
        return refundsPerSecond(frisbii, 20 * threads);
    }

    /** What the workers of other processes make. */
    private double refundsPerSecond(FrisbiiSandbox frisbii, int count) {
        try (PaymentGateway gateway = client(frisbii, "flatpay", HttpClient.newHttpClient())) {
            RefundSync sync = RefundSync.builder(new UrlDataSource(database))
                    .gateway(gateway)
                    .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay"))
                    .build();
            return refunded(sync, frisbii, asked(shop, frisbii, "flatpay", count));
        }
    }

    /** Refunds that the shop is about to ask for, each of a payment of its own. */
    private Map<RefundRequest, TestShop> asked(TestShop by, FrisbiiSandbox frisbii, String account, int count) {
        Map<RefundRequest, TestShop> requests = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            PaymentId payment = new PaymentId(
                    account,
                    frisbii.charge("charge-" + ++charges)
                            .state("settled")
                            .amount(2_980)
                            .currency("EUR")
                            .method("card")
                            .add());
            requests.put(by.asksToRefund(by.order(payment), payment, Money.of("EUR", "5.00")), by);
        }
        return requests;
    }

    /** Refunds a second, from the first request until the shop is told of the last. */
    private static double refunded(RefundSync sync, FrisbiiSandbox frisbii, Map<RefundRequest, TestShop> requests) {
        long begin = System.nanoTime();
        requests.forEach((request, by) -> sync.request(by.name(), request));
        for (Map.Entry<RefundRequest, TestShop> asked : requests.entrySet()) {
            while (asked.getValue().told(asked.getKey().id()).isEmpty()) {
                assertThat(System.nanoTime() - begin).as("in time").isLessThan(PATIENCE.toNanos());
                LockSupport.parkNanos(5_000_000); // measures, does not wait for anything to be so
            }
        }
        double seconds = secondsSince(begin);
        assertThat(requests.keySet())
                .allSatisfy(request -> assertThat(frisbii.books()
                                .count(Movement.Kind.REFUND, request.payment().reference()))
                        .isEqualTo(1));
        return requests.size() / seconds;
    }
}
