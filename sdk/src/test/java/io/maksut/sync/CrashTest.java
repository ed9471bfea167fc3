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
import io.maksut.sync.LedgerOperation.State;
import io.maksut.testkit.ChildJvm;
import io.maksut.testkit.ClassArchive;
import io.maksut.testkit.KillPoint;
import io.maksut.testkit.KillRun;
import io.maksut.testkit.KillTarget;
import io.maksut.testkit.KilledWork;
import io.maksut.testkit.Killer;
import io.maksut.testkit.MemoryFolder;
import io.maksut.testkit.SharedClock;
import io.maksut.testkit.TestDatabases;
import io.maksut.testkit.UrlDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers in processes of their own are killed at every step from taking a payment up to having told the shop, while
 * requests come in twice and out of order, answers are lost, resolving calls are turned away, proxies answer for gateways,
 * reads are behind, people state failures twice and refund directly, orders are shipped and cancelled, and callers have the shop
 * make refunds. Afterwards the gateways' own books have to say that each refund was paid, each shipped order captured and each
 * cancelled one released, once; and the shop's own books, that each direct refund was recorded, or a person told, and each started
 * one made, once. Voids, records and starts have targets of their own. A seed fixes payments, requests, faults, targets and how
 * often each is passed before it kills.
 */
class CrashTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("maksut.nightly");
    private static final List<KillTarget> TARGETS = Stream.of(
                    KillTarget.atGateway(),
                    KillTarget.ofVoids(),
                    KillTarget.ofWrites(KilledWork.RECORD),
                    KillTarget.ofWrites(KilledWork.START))
            .flatMap(List::stream)
            .toList();
    /** Each target once, or ten times. */
    private static final int KILLS = Integer.getInteger("maksut.crash.kills", TARGETS.size() * (NIGHTLY ? 10 : 1));

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
    private final List<PaymentGateway> gateways = new ArrayList<>();
    private SharedClock clock;
    private FrisbiiSandbox frisbii;
    private EveryPaySandbox everypay;
    private TestShop shop;
    private TestShopServer shopServer;
    private TestShop asking;
    private TestShopServer askingServer;
    private CrashShipping shipping;
    private CrashPerson person;
    private CrashDesk desk;
    private CrashVoids voids;
    private CrashStarts starts;
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
        asking = new TestShop("asking", clock);
        asking.prices(payment -> Money.of("EUR", "29.80"));
        askingServer = new TestShopServer(asking);
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
        frisbii.faults()
                .next(Fault.slow(Duration.ofMillis(40)))
                .on("POST", "/v1/charge/*/cancel")
                .afterMatching(3)
                .always();
        everypay.faults()
                .next(Fault.slow(Duration.ofMillis(40)))
                .on("POST", "/api/v4/payments/void")
                .afterMatching(3)
                .always();
    }

    @AfterEach
    void stop() {
        gateways.forEach(PaymentGateway::close);
        shopServer.close();
        askingServer.close();
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
        killAll(TestDatabases.mariaDbAddress(), 2);
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
        try (ChildJvm stopped =
                worker(database, new KillTarget(KillPoint.BEFORE_SUBMITTING, Set.of(KilledWork.REFUND)), 1, "STOP")) {
            stopped.say("go");
            assertThat(stopped.line("REACHED")).isEqualTo("BEFORE_SUBMITTING REFUND");
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
                .isEqualTo(State.SUCCEEDED);
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
        desk = new CrashDesk(sync, shop, clock);
        shipping = new CrashShipping(sync, shop, clock);
        voids = new CrashVoids(sync, asking);
        starts = new CrashStarts(sync, shop);
        say("seed " + SEED + ", " + KILLS + " kills, " + workers + " workers");
        fillArchive(sync, database);
        // Only what failed some time ago is refunded directly: there is always some of it.
        for (int i = 0; i < KILLS; i++) {
            desk.fails(payment(), euros(), random.nextBoolean());
        }
        clock.advance(Duration.ofMinutes(12));
        long began = System.nanoTime();
        KillRun run = new KillRun(TARGETS, random, new World(sync, database), this::say);
        run.kill(KILLS, workers);
        finish(sync);
        assertEverythingIsRight(sync);
        CrashDesk.Refunded direct =
                desk.assertEachFailureWasRefundedOnce(payment -> books(payment).refunded(payment.reference()));
        assertThat(direct.all()).as("refunded directly").isPositive();
        assertThat(sync.ledger().waitingForPerson()).as("only told to record").hasSize((int) direct.byMerchant());
        int captured = shipping.assertEachWasCapturedOnce(this::books);
        assertThat(captured).as("captured").isPositive();
        CrashVoids.Released released = voids.assertEachWasReleasedOnce(this::books);
        assertThat(released.all()).as("released").isPositive();
        int started = starts.assertEachWasMadeOnce();
        assertThat(started).as("started").isPositive();
        System.out.println("kills of " + log.getFileName() + ": " + requests.size() + " refunds, " + person.asked()
                + " decided by a person, " + direct.all()
                + " direct (" + direct.byMerchant() + " for the merchant to record), " + captured + " captures, "
                + released.all() + " to be released (" + released.contested() + " to be captured, too), " + started
                + " started, " + stale + " with stale reads, "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s; fewest at a target " + run.fewest());
        run.counts().forEach(System.out::println);
        assertThat(run.fewest()).as("kills at each target").isGreaterThanOrEqualTo(KILLS / TARGETS.size());
    }

    private final class World implements KillRun.World {
        private final RefundSync sync;
        private final String database;

        World(RefundSync sync, String database) {
            this.sync = sync;
            this.database = database;
        }

        @Override
        public ChildJvm start(KillTarget target, int nth) throws IOException {
            return worker(database, target, nth, "KILL");
        }

        @Override
        public void deliver(KillRun.Orders worker, KillTarget target) {
            CrashTest.this.deliver(sync, worker, target);
        }

        @Override
        public void afterAKill() {
            clock.advance(AFTER_A_KILL);
        }
    }

    /** By one that pays a little and is not killed. */
    private void fillArchive(RefundSync sync, String database) throws Exception {
        if (archive.isFull()) {
            return;
        }
        try (ChildJvm first = worker(database, TARGETS.get(0), Integer.MAX_VALUE, "KILL")) {
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

    private ChildJvm worker(String database, KillTarget target, int nth, String signal) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("clock", folder.resolve("clock").toString());
        settings.put("target", target.toString());
        settings.put("nth", "" + nth);
        settings.put("signal", signal);
        settings.put("frisbii.key", frisbii.privateKey());
        settings.put("frisbii.url", frisbii.apiUrl().toString());
        settings.put("everypay.user", everypay.apiUsername());
        settings.put("everypay.secret", everypay.apiSecret());
        settings.put("everypay.url", everypay.apiUrl().toString());
        settings.put("shop", shopServer.url().toString());
        settings.put("asking", askingServer.url().toString());
        settings.put("database", database);
        List<String> options = new ArrayList<>(List.of(
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
        settings.forEach((name, value) -> options.add("-Dcrash." + name + "=" + value));
        return ChildJvm.start(options, archive, CrashWorker.class);
    }

    /** Something of everything; for a target of one certain work mostly that. */
    private void deliver(RefundSync sync, KillRun.Orders worker, KillTarget target) {
        boolean all = target.of().size() > 1;
        if (all || oneOf(4)) {
            asksForRefunds(sync);
        }
        if (all && oneOf(3)) {
            ships();
        }
        if (oneOf(4)) {
            desk.fails(payment(), euros(), random.nextBoolean());
        }
        if (target.of().equals(Set.of(KilledWork.RECORD))) {
            if (!desk.hasWork()) {
                desk.fails(payment(), euros(), random.nextBoolean());
                clock.advance(Duration.ofMinutes(12));
            }
            desk.worksIn(worker, random, frisbii, everypay);
        } else if (all && oneOf(4)) {
            desk.works(random, frisbii, everypay);
        }
        if (target.of().equals(Set.of(KilledWork.VOID)) || (all && oneOf(4))) {
            cancels();
        }
        boolean starting = target.of().equals(Set.of(KilledWork.START));
        if (starting || (all && oneOf(4))) {
            starts.starts(random, payment(), worker, starting || random.nextBoolean());
        }
        asksForStarted(sync);
        if (oneOf(5)) {
            shop.losesNextAnswer(TestShop.Question.TELL);
        }
    }

    private boolean oneOf(int many) {
        return random.nextInt(many) == 0;
    }

    private Money euros() {
        return Money.of("EUR", (1 + random.nextInt(20)) + ".00");
    }

    /** One to three requests of one order, in any order, some of them again, one of three with something going wrong. */
    private void asksForRefunds(RefundSync sync) {
        List<RefundRequest> fresh = new ArrayList<>();
        PaymentId payment = payment();
        String order = shop.order(payment);
        Money amount = euros();
        int refunds = 1 + random.nextInt(3);
        for (int i = 0; i < refunds; i++) {
            fresh.add(shop.asksToRefund(order, payment, amount));
        }
        Collections.shuffle(fresh, random);
        fresh.forEach(request -> requests.put(request.id(), request));
        List<RefundRequest> deliveries = new ArrayList<>(fresh);
        deliveries.add(fresh.get(random.nextInt(fresh.size())));
        deliveries.add(List.copyOf(requests.values()).get(random.nextInt(requests.size())));
        if (oneOf(3)) {
            CrashFaults.onRefunds(random, frisbii, everypay, payment);
        }
        isBehind(payment);
        deliveries.forEach(request -> sync.request("shop", request));
        say("requests " + fresh);
    }

    /** What is read of one payment of six is old. */
    private void isBehind(PaymentId payment) {
        if (oneOf(6)) {
            stale++;
            ReadLag lag = payment.account().equals("flatpay") ? frisbii.readLag() : everypay.readLag();
            lag.by(payment.reference(), Duration.ofSeconds(20 + random.nextInt(100)));
        }
    }

    private void ships() {
        PaymentId authorised = authorised();
        if (oneOf(3)) {
            CrashFaults.onCapture(random, frisbii, everypay, authorised);
        }
        shipping.ships(random, authorised);
    }

    private void cancels() {
        PaymentId authorised = authorised();
        if (oneOf(3)) {
            CrashFaults.onVoid(random, frisbii, everypay, authorised);
        }
        isBehind(authorised);
        voids.releases(random, authorised);
    }

    /** What the shop has made for a caller it asks to be paid, as of any other refund. */
    private void asksForStarted(RefundSync sync) {
        for (RefundRequest request : shop.asksForStarted()) {
            requests.put(request.id(), request);
            RequestReceipt unused = sync.request("shop", request);
        }
    }

    /** 29.80, of one gateway or the other. */
    private PaymentId payment() {
        return payment(random.nextBoolean() ? "flatpay" : "everypay");
    }

    private PaymentId payment(String account) {
        return payment(account, false);
    }

    /** Of as much, reserved and not taken. */
    private PaymentId authorised() {
        return payment(random.nextBoolean() ? "flatpay" : "everypay", true);
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
        Killer nobody = (reached, of) -> {};
        RefundSync.Builder builder = RefundSync.builder(dataSource)
                .clock(clock)
                .shop(CrashWorker.paying(new RemoteShop("shop", shopServer.url(), false, clock, nobody)))
                .shop(CrashWorker.asking(new RemoteShop("asking", askingServer.url(), true, clock, nobody)));
        gateways.forEach(builder::gateway);
        return builder.build();
    }

    /** The faults are over, and time passes. */
    private void finish(RefundSync sync) {
        CrashFaults.end(frisbii, everypay);
        frisbii.readLag().release();
        everypay.readLag().release();
        shop.isUp();
        asking.isUp();
        SyncWorker worker = sync.worker();
        person = new CrashPerson(sync, this::books);
        starts.allStartAgain();
        for (int minute = 0; minute < 240; minute++) {
            worker.workOff();
            person.answers();
            asksForStarted(sync);
            if (sync.ledger().inFlight().findAny().isEmpty()
                    && shipping.isOver()
                    && desk.isOver()
                    && voids.isOver()
                    && starts.isOver()
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
                .allMatch(it -> it.reviewReason()
                        .filter(ReviewReason.RECORD_BY_MERCHANT::equals)
                        .isPresent());
        Map<PaymentId, List<LedgerOperation>> done = new LinkedHashMap<>();
        int declined = 0;
        for (RefundRequest request : requests.values()) {
            LedgerOperation refund = sync.ledger().refund("shop", request.id()).orElseThrow();
            assertThat(refund.state() == State.SUCCEEDED || refund.state() == State.DECLINED)
                    .as("ended: %s", refund)
                    .isTrue();
            Verdict verdict = refund.state() == State.SUCCEEDED ? Verdict.DONE : Verdict.DECLINED;
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
                + done.size() + " payments");
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
