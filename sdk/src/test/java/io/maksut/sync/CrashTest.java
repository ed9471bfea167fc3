package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.everypay.EveryPayPortal;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.ReadLag;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.TestDatabases;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.testing.ChildJvm;
import io.maksut.testing.ClassArchive;
import io.maksut.testkit.MemoryFolder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * Workers in processes of their own are killed at every step from taking a payment up to having told the shop, while
 * requests come in twice and out of order, answers are lost, resolving calls are turned away, proxies answer for gateways,
 * reads are behind, people state failures twice and refund directly, and orders are shipped. Afterwards the gateways' own books
 * have to say that each refund was paid, and each shipped order captured, once. A seed fixes payments, requests, faults, points and how often each is passed before it kills.
 */
class CrashTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("maksut.nightly");
    private static final int KILLS = Integer.getInteger("maksut.crash.kills", NIGHTLY ? 200 : 24);
    private static final long SEED = Long.getLong("maksut.crash.seed", 20_260_601L);
    private static final Duration AFTER_A_KILL = Duration.ofMinutes(4); // longer than a lease
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ClassArchive archive;

    @TempDir(factory = MemoryFolder.class)
    private static Path shared;

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    private final Random random = new Random(SEED);
    private final Map<String, RefundRequest> requests = new LinkedHashMap<>();
    private final Map<KillPoint, Integer> kills = new EnumMap<>(KillPoint.class);
    private final List<PaymentGateway> gateways = new ArrayList<>();
    private SharedClock clock;
    private FrisbiiSandbox frisbii;
    private EveryPaySandbox everypay;
    private TestShop shop;
    private TestShopServer shopServer;
    private CrashShipping shipping;
    private CrashPerson person;
    private Path log;
    private int payments;
    private int stale;

    @BeforeAll
    static void shareClasses() throws IOException {
        archive = ClassArchive.in(shared);
    }

    @BeforeEach
    void start() throws IOException {
        clock = new SharedClock(folder.resolve("clock"));
        frisbii = FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
        everypay = EveryPaySandbox.builder().clock(clock).start();
        shop = new TestShop("shop", clock);
        shop.prices(payment -> Money.of("EUR", "29.80"));
        shopServer = new TestShopServer(shop);
        // So that a request is on its way for a while.
        frisbii.faults()
                .next(Fault.slow(Duration.ofMillis(40)))
                .on("POST", "/v1/refund")
                .afterMatching(3)
                .always();
        everypay.faults()
                .next(Fault.slow(Duration.ofMillis(40)))
                .on("POST", "/api/v4/payments/refund")
                .afterMatching(3)
                .always();
    }

    @AfterEach
    void stop() {
        gateways.forEach(PaymentGateway::close);
        shopServer.close();
        frisbii.close();
        everypay.close();
    }

    @Test
    void oneWorkerOnSqlite() throws Exception {
        log = log("sqlite");
        killAll("jdbc:sqlite:" + folder.resolve("ledger.db"), 1);
    }

    @Test
    @Tag("nightly")
    void twoWorkersOnOneSqliteFile() throws Exception {
        log = log("sqlite-two");
        killAll("jdbc:sqlite:" + folder.resolve("ledger.db"), 2);
    }

    @Test
    void twoWorkersOnPostgresql() throws Exception {
        log = log("postgresql");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            killAll(postgres.getJdbcUrl("postgres", "postgres"), 2);
        }
    }

    @Test
    @Tag("nightly")
    void twoWorkersOnMariaDb() throws Exception {
        log = log("mariadb");
        killAll(((MariaDbDataSource) TestDatabases.MARIADB.fresh()).getUrl(), 2);
    }

    /**
     * The worst moment to be stopped: everything was checked, and the next thing is to send. Another worker takes over, finds
     * that nothing arrived, and pays; then the first one goes on where it was.
     */
    @ParameterizedTest
    @ValueSource(strings = {"flatpay", "everypay"})
    void aWorkerThatWasStoppedBeforeSendingPaysNothingWhenItWakes(String account) throws Exception {
        log = log("stopped-" + account);
        String database = "jdbc:sqlite:" + folder.resolve("ledger.db");
        RefundSync sync = sync(new UrlDataSource(database));
        PaymentId payment = payment(account);
        RefundRequest request = shop.asksToRefund(shop.order(payment), payment, Money.of("EUR", "5.00"));
        sync.request("shop", request);
        try (ChildJvm stopped = worker(database, KillPoint.BEFORE_SUBMITTING, 1, "STOP")) {
            stopped.say("go");
            assertThat(stopped.line("REACHED")).isEqualTo("BEFORE_SUBMITTING");
            stopped.awaitStopped();
            assertThat(books(payment).refunded(payment.reference())).isZero();

            SyncWorker other = sync.worker();
            for (int minute = 0; minute < 60; minute++) {
                clock.advance(Duration.ofMinutes(1));
                other.workOff();
            }
            assertThat(shop.told(request.id())).containsExactly(Verdict.DONE);
            long sent = refundRequests(account);

            stopped.goOn();
            while (refundRequests(account) == sent) {
                Thread.onSpinWait(); // until what it had in hand has arrived
            }
            stopped.endInput();
            stopped.exitCode();
        }
        for (int minute = 0; minute < 30; minute++) {
            clock.advance(Duration.ofMinutes(1));
            sync.worker().workOff();
        }
        requests.put(request.id(), request);
        assertThat(books(payment).count(Movement.Kind.REFUND, payment.reference()))
                .isEqualTo(1);
        assertThat(sync.ledger().refund("shop", request.id()).orElseThrow().state())
                .isEqualTo(State.DONE);
        assertThat(shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
    }

    private Books books(PaymentId payment) {
        return payment.account().equals("flatpay") ? frisbii.books() : everypay.books();
    }

    private long refundRequests(String account) {
        return account.equals("flatpay")
                ? frisbii.requests().count("POST", "/v1/refund")
                : everypay.requests().count("POST", "/api/v4/payments/refund");
    }

    private static Path log(String store) throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "crash-logs"));
        Path log = logs.resolve(store + "-" + SEED + ".log");
        Files.deleteIfExists(log);
        return log;
    }

    private void killAll(String database, int workers) throws Exception {
        RefundSync sync = sync(new UrlDataSource(database));
        CrashDesk desk = new CrashDesk(sync, shop, clock);
        shipping = new CrashShipping(sync, shop, clock);
        say("seed " + SEED + ", " + KILLS + " kills, " + workers + " workers");
        fillArchive(sync, database);
        long began = System.nanoTime();
        Deque<ChildJvm> running = new ArrayDeque<>(); // the last one stands by: starting takes longer than dying
        try {
            while (running.size() < workers) {
                running.add(worker(database, running.size()));
                running.getLast().say("go");
            }
            running.add(worker(database, workers));
            for (int kill = 0; kill < KILLS; kill++) {
                deliver(sync, desk);
                awaitDeath(sync, desk, running.removeFirst());
                clock.advance(AFTER_A_KILL);
                running.getLast().say("go");
                running.add(worker(database, kill + workers + 1));
            }
        } finally {
            running.forEach(ChildJvm::close);
        }
        say("killed in " + Duration.ofNanos(System.nanoTime() - began));
        finish(sync);
        assertEverythingIsRight(sync);
        int direct =
                desk.assertEachFailureWasRefundedOnce(payment -> books(payment).refunded(payment.reference()));
        assertThat(direct).as("refunded directly").isPositive();
        int captured = shipping.assertEachWasCapturedOnce(this::books);
        assertThat(captured).as("captured").isPositive();
        System.out.println("kills of " + log.getFileName() + ": " + kills + ", " + requests.size() + " refunds, "
                + person.asked() + " decided by a person, " + direct
                + " direct, " + captured + " captures, " + stale + " with stale reads, "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        int each = Math.min(10, KILLS / KillPoint.values().length);
        for (KillPoint point : KillPoint.values()) {
            assertThat(kills.getOrDefault(point, 0)).as("kills %s", point).isGreaterThanOrEqualTo(each);
        }
    }

    /** By one that pays a little and is not killed. */
    private void fillArchive(RefundSync sync, String database) throws Exception {
        if (archive.isFull()) {
            return;
        }
        try (ChildJvm first = worker(database, KillPoint.AFTER_CLAIM, Integer.MAX_VALUE, "KILL")) {
            first.say("go");
            for (String account : List.of("flatpay", "everypay")) {
                PaymentId payment = payment(account);
                RefundRequest request = shop.asksToRefund(shop.order(payment), payment, Money.of("EUR", "1.00"));
                requests.put(request.id(), request);
                sync.await(sync.request("shop", request).operation(), PATIENCE);
            }
            first.endInput();
            first.exitCode();
        }
    }

    /** Comes to the points in turn. */
    private ChildJvm worker(String database, int number) throws IOException {
        List<KillPoint> points = List.of(KillPoint.values());
        KillPoint point = points.get(number % points.size());
        return worker(database, point, 1 + random.nextInt(2), "KILL");
    }

    private ChildJvm worker(String database, KillPoint point, int nth, String signal) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("clock", folder.resolve("clock").toString());
        settings.put("point", point.name());
        settings.put("nth", "" + nth);
        settings.put("signal", signal);
        settings.put("frisbii.key", frisbii.privateKey());
        settings.put("frisbii.url", frisbii.apiUrl().toString());
        settings.put("everypay.user", everypay.apiUsername());
        settings.put("everypay.secret", everypay.apiSecret());
        settings.put("everypay.url", everypay.apiUrl().toString());
        settings.put("shop", shopServer.url().toString());
        settings.put("database", database);
        settings.put("standby", "true");
        List<String> options = new ArrayList<>(List.of(
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
        settings.forEach((name, value) -> options.add("-Dcrash." + name + "=" + value));
        say("worker for " + point + " the " + nth + ". time");
        return ChildJvm.start(options, archive, CrashWorker.class);
    }

    /** More requests come in until the worker has come to its point. */
    private void awaitDeath(RefundSync sync, CrashDesk desk, ChildJvm worker) throws Exception {
        CompletableFuture<String> reached = CompletableFuture.supplyAsync(() -> {
            try {
                return worker.line("REACHED");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                String point = reached.get(300, TimeUnit.MILLISECONDS);
                assertThat(worker.exitCode()).as("killed by signal 9").isEqualTo(137);
                kills.merge(KillPoint.valueOf(point), 1, Integer::sum);
                say("killed " + point);
                worker.close();
                return;
            } catch (TimeoutException e) {
                assertThat(System.nanoTime())
                        .as("the worker comes to its point in time, see " + log)
                        .isLessThan(end);
                deliver(sync, desk);
            } catch (ExecutionException e) {
                throw new AssertionError("the worker ended by itself, see " + log, e);
            }
        }
    }

    /** One or two requests of one order, in any order, some of them again, one of three with something going wrong. */
    private void deliver(RefundSync sync, CrashDesk desk) {
        List<RefundRequest> fresh = new ArrayList<>();
        PaymentId payment = payment();
        String order = shop.order(payment);
        long cents = 100L * (1 + random.nextInt(20));
        int refunds = 1 + random.nextInt(3);
        for (int i = 0; i < refunds; i++) {
            fresh.add(shop.asksToRefund(order, payment, Money.ofMinor("EUR", cents)));
        }
        java.util.Collections.shuffle(fresh, random);
        fresh.forEach(request -> requests.put(request.id(), request));
        List<RefundRequest> deliveries = new ArrayList<>(fresh);
        deliveries.add(fresh.get(random.nextInt(fresh.size())));
        deliveries.add(List.copyOf(requests.values()).get(random.nextInt(requests.size())));
        if (random.nextInt(3) == 0) {
            CrashFaults.onRefunds(random, frisbii, everypay, payment);
        }
        if (random.nextInt(6) == 0) {
            stale++;
            ReadLag lag = payment.account().equals("flatpay") ? frisbii.readLag() : everypay.readLag();
            lag.by(payment.reference(), Duration.ofSeconds(20 + random.nextInt(100)));
        }
        if (random.nextInt(3) == 0) {
            PaymentId authorised = payment(random.nextBoolean() ? "flatpay" : "everypay", true);
            if (random.nextInt(3) == 0) {
                CrashFaults.onCapture(random, frisbii, everypay, authorised);
            }
            shipping.ships(random, authorised);
        }
        if (random.nextInt(4) == 0) {
            desk.fails(payment(), Money.ofMinor("EUR", cents), random.nextBoolean());
        }
        desk.works(random, frisbii, everypay);
        if (random.nextInt(5) == 0) {
            shop.losesNextAnswer(TestShop.Question.TELL);
        }
        deliveries.forEach(request -> sync.request("shop", request));
        say("requests " + fresh);
    }

    /** 29.80, of one gateway or the other. */
    private PaymentId payment() {
        return payment(random.nextBoolean() ? "flatpay" : "everypay");
    }

    private PaymentId payment(String account) {
        return payment(account, false);
    }

    private PaymentId payment(String account, boolean authorised) {
        payments++;
        String reference = account.equals("flatpay")
                ? frisbii.charge("charge-" + payments)
                        .state(authorised ? "authorized" : "settled")
                        .amount(2_980)
                        .currency("EUR")
                        .method("card")
                        .add()
                : everypay.payment()
                        .account("EUR3D1")
                        .state(authorised ? "authorised" : "settled")
                        .amount(2_980)
                        .method("card")
                        .add();
        return new PaymentId(account, reference);
    }

    private RefundSync sync(DataSource dataSource) {
        gateways.add(FlatpayPortal.builder()
                .apiKey(frisbii.privateKey())
                .api(frisbii.apiUrl())
                .checkoutApi(frisbii.checkoutUrl())
                .clock(clock)
                .limits(2_000, 2_000, 20, 20)
                .repeatRefundsFor(CrashWorker.REPEATED_FOR)
                .buildGateway());
        gateways.add(EveryPayPortal.builder()
                .apiUsername(everypay.apiUsername())
                .apiSecret(everypay.apiSecret())
                .accountName("EUR3D1")
                .api(everypay.apiUrl())
                .customerUrl(URI.create("https://shop.example.test/thanks"))
                .clock(clock)
                .limits(2_000, 2_000, 20, 20)
                .buildGateway());
        RefundSync.Builder builder = RefundSync.builder(dataSource)
                .clock(clock)
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay")
                        .withAccounts("flatpay", "everypay")
                        .withShipToSettle()
                        .withBinding(BindingSettings.DEFAULT.withNamingWindow(Duration.ofDays(1))));
        gateways.forEach(builder::gateway);
        return builder.build();
    }

    /** The faults are over, and time passes. */
    private void finish(RefundSync sync) {
        CrashFaults.end(frisbii, everypay);
        frisbii.readLag().release();
        everypay.readLag().release();
        shop.isUp();
        SyncWorker worker = sync.worker();
        person = new CrashPerson(sync, this::books);
        for (int minute = 0; minute < 240; minute++) {
            worker.workOff();
            person.answers();
            if (sync.ledger().inFlight().findAny().isEmpty()
                    && shipping.isOver()
                    && requests.keySet().stream().noneMatch(id -> shop.told(id).isEmpty())) {
                say("all ended after " + minute + " minutes");
                return;
            }
            clock.advance(Duration.ofMinutes(1));
        }
        sync.ledger().inFlight().forEach(refund -> {
            say("not ended: " + refund + ", " + refund.reason());
            sync.ledger()
                    .history(refund)
                    .forEach(event -> say("  " + event.at() + " " + event.kind() + " " + event.details()));
        });
    }

    private void assertEverythingIsRight(RefundSync sync) {
        assertThat(sync.ledger().inFlight()).as("nothing is lost, see " + log).isEmpty();
        assertThat(sync.ledger().waitingForPerson())
                .as("waiting for a person, see " + log)
                .isEmpty();
        Map<PaymentId, List<LedgerOperation>> done = new LinkedHashMap<>();
        int declined = 0;
        for (RefundRequest request : requests.values()) {
            LedgerOperation refund = sync.ledger().refund("shop", request.id()).orElseThrow();
            assertThat(refund.state().paid() || refund.state().unpaid())
                    .as("ended: %s", refund)
                    .isTrue();
            Verdict verdict = refund.state().paid() ? Verdict.DONE : Verdict.DECLINED;
            assertThat(Set.copyOf(shop.told(request.id())))
                    .as("told: %s", refund)
                    .containsExactly(verdict);
            List<LedgerOperation> ofPayment = done.computeIfAbsent(request.payment(), id -> new ArrayList<>());
            if (verdict == Verdict.DONE) {
                ofPayment.add(refund);
            } else {
                declined++;
            }
        }
        done.forEach((payment, refunds) -> {
            List<Movement> moved = books(payment).movements(payment.reference()).stream()
                    .filter(movement -> movement.kind() == Movement.Kind.REFUND)
                    .toList();
            assertThat(moved)
                    .as("money moved once for each refund of %s, see %s", payment, log)
                    .hasSize(refunds.size());
            assertThat(moved.stream().mapToLong(Movement::amountMinor).sum())
                    .as("sum of %s", payment)
                    .isEqualTo(refunds.stream()
                            .mapToLong(refund -> refund.amount().minorUnits())
                            .sum())
                    .isLessThanOrEqualTo(2_980);
        });
        assertThat(declined).as("some asked for more than was left").isPositive();
        assertThat(person.asked()).as("seldom").isLessThanOrEqualTo(requests.size() / 50);
        say(requests.size() + " refunds, " + person.asked() + " decided by a person, " + declined + " declined, of "
                + done.size() + " payments; kills " + kills);
    }

    private void say(String line) {
        try {
            Files.writeString(
                    log, clock.instant() + " " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
