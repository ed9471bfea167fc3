package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.RefundWish;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopPlatform;
import io.maksut.storage.Database;
import io.maksut.storage.Migrations;
import io.maksut.storage.Schema;
import io.maksut.webhook.DeliveryProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the refunds of shops and gateways in step, and makes the captures and voids that shops ask for. Make one per
 * database and keep it. Thread-safe.
 *
 * <pre>{@code
 * RefundSync sync = RefundSync.builder(dataSource)
 *         .gateway(FlatpayPortal.builder().apiKey(key).buildGateway())
 *         .shop(ConnectedShop.of(platform, SyncMode.PORTAL_PAYS, "flatpay"))
 *         .build();
 * SyncWorker worker = sync.worker();
 * worker.start();
 * }</pre>
 *
 * <p>Each request keeps the correlation id of the {@link io.maksut.observe.LogContext} that is open on the calling
 * thread, or gets a new one.
 *
 * <p>SQLite serves one process, PostgreSQL and MariaDB any number; every process must name the same gateways and shops.
 */
public final class RefundSync {
    private static final Schema SCHEMA = Schema.ofResources(RefundSync.class, "refunds", 1);

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(25);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final Engine engine;
    private final RequestIntake intake;
    private final AuthorisationIntake authorisations;
    private final Ingestion ingestion;
    private final JobRunner work;
    private final PollingScan scan;
    private final ExpectedWork expected;
    private final LedgerMarks marks;
    private final RefundDesk desk;
    private final RefundStarts starts;

    private RefundSync(Engine engine, ScanSettings scans, LedgerMarks marks) {
        this.engine = engine;
        this.marks = marks;
        this.intake = new RequestIntake(engine);
        this.authorisations = new AuthorisationIntake(engine);
        this.ingestion = new Ingestion(engine);
        Conclusions conclusions = new Conclusions(engine);
        Sending sending = new Sending(engine, conclusions);
        OperationWork operations = new OperationWork(
                engine,
                conclusions,
                sending,
                new RefundPreparation(engine, new OrderCheck(engine, ingestion), conclusions, sending),
                new CapturePreparation(engine, ingestion, conclusions, sending),
                new AskedPreparation(engine, conclusions, sending),
                new ShopWriting(engine, conclusions, sending));
        this.starts = new RefundStarts(engine, operations);
        ShopNotifier followUps = new ShopNotifier(engine);
        this.work =
                new JobRunner(engine, operations, followUps, new ReconciliationWork(engine, ingestion, conclusions));
        this.scan = new PollingScan(engine, ingestion, scans);
        this.expected = new ExpectedWork(engine, scans);
        this.desk = new RefundDesk(engine, new FactCollection(engine, ingestion), sending, operations);
    }

    /** Begins an engine on a database: SQLite, PostgreSQL or MariaDB. {@link Builder#build} migrates its tables. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Stores a refund that a shop asks for; a second request with the same id is not stored
     * ({@link RequestReceipt.Kind}). The request is durable when this returns; acknowledge it to the shop only then.
     *
     * @throws IllegalArgumentException if the shop is not connected, or the payment's account is none of the shop's
     * @throws IllegalStateException if the shop pays its refunds itself ({@link SyncMode#SHOP_PAYS})
     * @throws io.maksut.error.DatabaseException if it is not stored, or the answer to the commit was lost
     */
    public RequestReceipt request(String shopName, RefundRequest request) {
        return intake.take(asking(shopName, request.payment()), request);
    }

    private ConnectedShop asking(String shopName, PaymentId payment) {
        ConnectedShop shop = connected(shopName);
        if (!engine.portalPays(shopName)) {
            throw new IllegalStateException(shop + " pays its refunds itself");
        }
        if (!shop.accounts().contains(payment.account())) {
            throw new IllegalArgumentException("the payment is in an account that is none of " + shop);
        }
        return shop;
    }

    /**
     * Stores a capture or a release that a shop asks for; a second request with the same id is not stored. The engine
     * does it once and tells the shop how it ended ({@link ShopPlatform#tell(io.maksut.shop.AuthorisationAnswer)}). The
     * request is durable when this returns; acknowledge it to the shop only then.
     *
     * @throws IllegalArgumentException as {@link #request(String, RefundRequest)}
     * @throws IllegalStateException as {@link #request(String, RefundRequest)}; also if the platform does not vouch for
     *     its requests ({@link io.maksut.shop.ShopAbilities#vouchesForRequests}): nothing else binds them
     * @throws io.maksut.error.DatabaseException if it is not stored, or the answer to the commit was lost
     */
    public RequestReceipt request(String shopName, AuthorisationRequest request) {
        ConnectedShop shop = asking(shopName, request.payment());
        if (!shop.vouchesForRequests()) {
            throw new IllegalStateException(shop + " does not vouch for its requests");
        }
        return authorisations.take(shop, request);
    }

    /**
     * Has a shop make a refund, as its staff would. The shop then has it paid in its own way, so this moves money: do
     * not use it for refunds that were made elsewhere. One id stands for one refund for ever: a second call with the
     * same wish goes on with the first. The call tries it at once; what stays uncertain, workers go on with.
     *
     * @return {@link LedgerOperation.State#SUCCEEDED} once the shop has made it ({@link LedgerOperation#gatewayRefund}
     *     is its id); {@link LedgerOperation.State#DECLINED} if it will not ({@link LedgerOperation#answer} says why)
     * @throws IllegalArgumentException if another wish had this id, the shop is not connected, or the payment's account is none
     *     of the shop's
     * @throws io.maksut.error.NotSupportedByGatewayException if the platform cannot start refunds; nothing was stored
     * @throws io.maksut.error.DatabaseException if nothing could be stored; nothing was sent
     */
    public LedgerOperation start(String shopName, RefundWish wish) {
        ConnectedShop shop = connected(shopName);
        if (!shop.accounts().contains(wish.payment().account())) {
            throw new IllegalArgumentException("the payment is in an account that is none of " + shop);
        }
        ShopChannel unused = shop.platform().starts();
        return starts.start(shop, wish);
    }

    /**
     * Waits for the outcome of a refund, for callers that keep a shop's request open. While the payment is due and not
     * claimed, the calling thread works on it itself. When the time is over, workers go on.
     *
     * @return the refund as it stands once it has ended, needs review, is not due again in time, or the time is over
     */
    public LedgerOperation await(LedgerOperation refund, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        Duration pause = SHORTEST_LOOK;
        long claim = refund.claimId;
        while (true) {
            long mark = engine.workSignal().mark();
            long at = claim;
            boolean due = engine.database().read(sql -> PaymentClaimTable.isDue(sql, at, engine.now()));
            boolean worked = due && work.workOn(at);
            LedgerOperation now = ledger().refund(refund.id).orElseThrow();
            claim = now.claimId;
            long left = end - System.nanoTime();
            if (!now.state.inFlight() || now.reviewReason != null || left <= 0) {
                return now;
            }
            if (worked && now.dueAt != null && now.dueAt.isAfter(engine.now().plusNanos(left))) {
                return now; // it is not due again before the end
            }
            // Another worker has the payment, or it is due a little later.
            pause = worked || pause.multipliedBy(2).compareTo(LONGEST_LOOK) > 0 ? pause : pause.multipliedBy(2);
            engine.workSignal().await(mark, pause.toNanos() < left ? pause : Duration.ofNanos(left));
        }
    }

    /** Decides and executes direct refunds. */
    public RefundDesk desk() {
        return desk;
    }

    /** Whether this process is in watch-only mode ({@link Builder#watchOnly}). */
    public boolean watchesOnly() {
        return engine.watchesOnly();
    }

    /**
     * Whether the engine pays the refunds of this shop ({@link SyncMode#PORTAL_PAYS}), so that a person may have one
     * paid that appeared there ({@link SyncDesk#pay}). False if no shop of this name is connected.
     */
    public boolean portalPays(String shopName) {
        return engine.portalPays(shopName);
    }

    /** Records what people state: failed refunds, absent shops, explained money. */
    public Statements statements() {
        return new Statements(engine);
    }

    /** Where people decide about reviews and discrepancies, and stop money operations. */
    public SyncDesk syncDesk() {
        return new SyncDesk(engine);
    }

    /** The read model of operations, discrepancies and health. */
    public RefundLedger ledger() {
        return new RefundLedger(engine, expected, marks);
    }

    /** A worker with the default settings, not started. */
    public SyncWorker worker() {
        return worker(SyncWorker.Settings.DEFAULT);
    }

    /** A worker, not started. */
    public SyncWorker worker(SyncWorker.Settings settings) {
        return new SyncWorker(engine, work, scan, expected, marks, settings);
    }

    /**
     * Processes a shop's deliveries in an {@link io.maksut.webhook.InboxWorker}. The subject of a delivery is the id of
     * an order that may have changed; a delivery without a subject makes the scan of the shop's changes due.
     *
     * @throws IllegalArgumentException if the shop is not connected
     */
    public DeliveryProcessor hints(String shopName) {
        return new WebhookHints(ingestion, scan, connected(shopName));
    }

    /** Makes the scan of the shop's recent changes due now, as deliveries of the shop may have been missed. */
    public void mayHaveMissed(String shopName) {
        scan.shopMayHaveBeenMissed(connected(shopName).name());
    }

    private ConnectedShop connected(String name) {
        return engine.shop(name).orElseThrow(() -> new IllegalArgumentException("no shop of this name is connected"));
    }

    @Override
    public String toString() {
        return "RefundSync[" + engine.database().dialect() + ", " + engine.shops() + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final DataSource dataSource;
        private final Map<String, PaymentGateway> gateways = new LinkedHashMap<>();
        private final Map<String, ConnectedShop> shops = new LinkedHashMap<>();
        private SyncListener listener = event -> {};
        private Clock clock = Clock.systemUTC();
        private SyncSettings settings = SyncSettings.DEFAULT;
        private ScanSettings scans = ScanSettings.DEFAULT;
        private @Nullable LedgerMarkStore marks;
        private boolean watchesOnly;
        private Executor besideWork = LimitShares.oneThread();

        private Builder(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource);
        }

        /**
         * Adds a gateway account. The caller closes the gateway. The account's request limits are divided evenly among
         * the processes of this ledger that use the account, {@link io.maksut.portal.Portal#over} included. A process
         * that begins may exceed them for two seconds; the part of one that died is free after twelve.
         *
         * @throws IllegalArgumentException if the account was added already
         */
        public Builder gateway(PaymentGateway gateway) {
            if (gateways.putIfAbsent(gateway.account(), gateway) != null) {
                throw new IllegalArgumentException("two gateways have the account " + gateway.account());
            }
            return this;
        }

        /**
         * Adds a shop. The caller closes its {@link ShopPlatform}.
         *
         * @throws IllegalArgumentException if a shop of this name was added already
         */
        public Builder shop(ConnectedShop shop) {
            if (shops.putIfAbsent(shop.name(), shop) != null) {
                throw new IllegalArgumentException("two shops have the name " + shop.name());
            }
            return this;
        }

        /** Receives events of the engine. Default: none does. */
        public Builder listener(SyncListener listener) {
            this.listener = Objects.requireNonNull(listener);
            return this;
        }

        /** The engine's clock. Default: the system's. Machines that share a ledger must keep their clocks in step. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock);
            return this;
        }

        /**
         * The length of a payment's lease, and the timeout of one call to a gateway. A lease must outlast one call to
         * the gateway and one to the shop, plus the difference between the machines' clocks. Default: 3 minutes, 30
         * seconds.
         *
         * @throws IllegalArgumentException if the timeout is not positive, or the lease is shorter than two of them
         */
        public Builder lease(Duration lease, Duration callTimeout) {
            settings = settings.withLease(lease, callTimeout);
            return this;
        }

        /**
         * The settle delay, how long an event may take to show everywhere, and how long a permit is valid. Default: 10
         * and 5 minutes.
         *
         * @throws IllegalArgumentException if the settle delay is below 5 minutes, the time for which a gateway may take a request
         *     after its timestamp, or above a day, or the permit's life is not positive or above a day
         */
        public Builder delays(Duration settleDelay, Duration permitLife) {
            settings = settings.withDelays(settleDelay, permitLife);
            return this;
        }

        /**
         * How often shops and accounts are scanned. Default: changes every 10 minutes with an hour's overlap,
         * everything once a day. Health reports a scan that is three periods late.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public Builder scans(Duration changesEvery, Duration overlap, Duration everythingEvery) {
            scans = new ScanSettings(changesEvery, overlap, everythingEvery, scans.watchFor());
            return this;
        }

        /**
         * Watch-only mode, for a first week beside another system that moves the money. Set it in every process of the
         * ledger: one without it moves money. Default: off.
         *
         * <p>Still done: deliveries and scans are read, requests stored, refunds and captures judged on fresh facts up
         * to the attempt, earlier attempts resolved where that takes reading only, payments reconciled, discrepancies
         * opened, direct refunds decided, and people's statements and decisions recorded.
         *
         * <p>Not done: no refund or capture is sent or sent again; no shop is told an outcome or written into; no
         * permit is executed ({@link DirectRefund.WatchesOnly}). What would have been sent stands in the history
         * ({@link LedgerEvent.Kind#WATCHED}), and the operation waits with {@link ReviewReason#WATCH_ONLY}. A refund
         * then needs a person even after the mode is switched off, as the other system may have paid it; so does a
         * request that would be declined. A capture is judged again every hour: it is dropped if the other system has
         * made it, and made once the mode is off. Outcomes that were not told before are told once the mode is off.
         *
         * <p>Not covered: {@code Portal}, and what a bridge writes by itself, such as webhook subscriptions.
         */
        public Builder watchOnly() {
            this.watchesOnly = true;
            return this;
        }

        /**
         * Where to keep, outside the database, which ledger this is and how far it has come. The engine compares this
         * mark at the start and then once a minute. A ledger without the marked event was set back (a restored backup,
         * lost commits) or replaced: all money operations stop until a person starts them ({@link SyncDesk#start};
         * domain 4, invariant 8). A missing or unreadable mark is a {@link LedgerNotice}. Default: no mark; a ledger
         * that was set back is then noticed payment by payment only, by unexplained sums at the gateway.
         */
        public Builder ledgerMark(LedgerMarkStore store) {
            this.marks = Objects.requireNonNull(store);
            return this;
        }

        /** Records, beside the work, which accounts this process asks. */
        Builder besideWork(Executor executor) {
            this.besideWork = executor;
            return this;
        }

        Builder settings(SyncSettings all) {
            this.settings = all;
            return this;
        }

        /**
         * Builds the engine; it does nothing until a worker is started, here or in another process. From now on health
         * misses workers and scans that do not run ({@link io.maksut.monitor.Monitor}).
         *
         * @throws IllegalStateException if there is no gateway, a shop names an account that none has, or references
         *     may be read as those of two shops
         * @throws io.maksut.error.DatabaseException if the database does not answer or is not fit
         */
        public RefundSync build() {
            if (gateways.isEmpty()) {
                throw new IllegalStateException("without a gateway there is nothing to sync");
            }
            for (ConnectedShop shop : shops.values()) {
                if (!gateways.keySet().containsAll(shop.accounts())) {
                    throw new IllegalStateException(shop + " names an account that no gateway has");
                }
            }
            requireOwnReferences();
            Database database = Database.open(dataSource);
            new Migrations(database, clock).apply(SCHEMA);
            Engine engine = new Engine(database, clock, settings, gateways, shops, listener, watchesOnly);
            engine.records().lookAgain();
            LedgerMarks ledgerMarks = new LedgerMarks(engine, marks);
            RefundSync sync = new RefundSync(engine, scans, ledgerMarks);
            ledgerMarks.begin(DatabaseAddress.digestOf(dataSource));
            sync.expected.begin();
            new LimitShares(engine, besideWork).begin();
            return sync;
        }

        /** No reference of a payment may be read as the order of two shops (domain 4, binding 2). */
        private void requireOwnReferences() {
            List<ConnectedShop> all = List.copyOf(shops.values());
            for (String account : gateways.keySet()) {
                List<ConnectedShop> sharing = all.stream()
                        .filter(shop -> shop.accounts().contains(account))
                        .toList();
                for (int i = 0; i < sharing.size(); i++) {
                    for (ConnectedShop other : sharing.subList(i + 1, sharing.size())) {
                        if (sharing.get(i).mayBeTakenFor(other, account)) {
                            throw new IllegalStateException("references in account " + account + " may be those of "
                                    + sharing.get(i) + " or of " + other
                                    + ": give each of them forms with a prefix of its own, or none of them any");
                        }
                    }
                }
            }
        }

        @Override
        public String toString() {
            return "RefundSync.Builder[" + gateways.keySet() + ", " + shops.keySet() + "]";
        }
    }
}
