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
 * Keeps the refunds of shops and gateways in step, and makes the captures and voids that shops ask for. Make one per database and
 * keep it. Thread-safe.
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
 * <p>What is asked for takes the correlation id of the {@link io.maksut.observe.LogContext} that is open on the calling thread, or a
 * new one, and keeps it.
 *
 * <p>SQLite serves one process, PostgreSQL and MariaDB any number; every process names the same gateways and shops.
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

    /** The ledger's database: SQLite, PostgreSQL or MariaDB; its tables are made or brought up to date. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Stores a refund that a shop asks for, unless it asked before under the same id. It is durable when this returns; only
     * then acknowledge it.
     *
     * @throws IllegalArgumentException if the shop is not connected, or the payment's account is none of the shop's
     * @throws IllegalStateException if the shop pays its refunds itself ({@link SyncMode#SHOP_PAYS})
     * @throws io.maksut.error.DatabaseException if it is not stored, or it is not known whether it is
     */
    public RequestReceipt request(String shopName, RefundRequest request) {
        return intake.take(asking(shopName, request.payment()), request);
    }

    private ConnectedShop asking(String shopName, PaymentId payment) {
        ConnectedShop shop = connected(shopName);
        if (shop.mode() != SyncMode.PORTAL_PAYS) {
            throw new IllegalStateException(shop + " pays its refunds itself");
        }
        if (!shop.accounts().contains(payment.account())) {
            throw new IllegalArgumentException("the payment is in an account that is none of " + shop);
        }
        return shop;
    }

    /**
     * Stores a capture or a release that a shop asks for, unless it asked before under the same id: it is done once, and the shop
     * is told how it ended ({@link ShopPlatform#tell(io.maksut.shop.AuthorisationAnswer)}). It is durable when this returns; only
     * then acknowledge it.
     *
     * @throws IllegalArgumentException as {@link #request(String, RefundRequest)}
     * @throws IllegalStateException as that; or if the platform does not vouch for its requests
     *     ({@link io.maksut.shop.ShopAbilities#vouchesForRequests}), as nothing binds them to an order
     * @throws io.maksut.error.DatabaseException if it is not stored, or it is not known whether it is
     */
    public RequestReceipt request(String shopName, AuthorisationRequest request) {
        ConnectedShop shop = asking(shopName, request.payment());
        if (!shop.vouchesForRequests()) {
            throw new IllegalStateException(shop + " does not vouch for its requests");
        }
        return authorisations.take(shop, request);
    }

    /**
     * Has a shop make a refund, as its staff would, or finds out what became of it: called again with the same wish it goes on
     * where it was, and the same id is the same refund for ever. The shop then asks for the money in its own way. This is tried
     * at once; what is not certain then a worker goes on with. Not for refunds that were made elsewhere: this moves money.
     *
     * @return {@link LedgerOperation.State#SUCCEEDED} once the shop has made it, {@link LedgerOperation#gatewayRefund} under this id;
     *     {@link LedgerOperation.State#DECLINED} if it has not and will not, {@link LedgerOperation#answer} says why
     * @throws IllegalArgumentException if another wish had this id, the shop is not connected, or the payment's account is none
     *     of the shop's
     * @throws io.maksut.error.NotSupportedByGatewayException if the platform cannot be asked for that; nothing was stored
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
     * Waits until the money's fate of a refund is certain, and works on it whenever it is due and nobody else is at its payment;
     * for callers that hold a shop's question open. While it waits it only reads. What is not certain by then goes on in the
     * workers.
     *
     * @return the refund as it is when it has ended, waits for a person, or the time is over
     */
    public LedgerOperation await(LedgerOperation refund, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        Duration pause = SHORTEST_LOOK;
        while (true) {
            long mark = engine.workSignal().mark();
            boolean due = engine.database().read(sql -> PaymentClaimTable.isDue(sql, refund.claimId, engine.now()));
            boolean worked = due && work.workOn(refund.claimId);
            LedgerOperation now = ledger().refund(refund.id).orElseThrow();
            long left = end - System.nanoTime();
            if (!now.state.inFlight() || now.reviewReason != null || left <= 0) {
                return now;
            }
            if (worked && now.dueAt != null && now.dueAt.isAfter(engine.now().plusNanos(left))) {
                return now; // nothing more comes of waiting
            }
            // Another is at it, or it is to be looked at a little later.
            pause = worked || pause.multipliedBy(2).compareTo(LONGEST_LOOK) > 0 ? pause : pause.multipliedBy(2);
            engine.workSignal().await(mark, pause.toNanos() < left ? pause : Duration.ofNanos(left));
        }
    }

    /** Direct refunds. */
    public RefundDesk desk() {
        return desk;
    }

    /** Whether it only watches ({@link Builder#watchOnly}). */
    public boolean watchesOnly() {
        return engine.watchesOnly();
    }

    /** What people state on record. */
    public Statements statements() {
        return new Statements(engine);
    }

    /** What people may do about what waits for them. */
    public SyncDesk syncDesk() {
        return new SyncDesk(engine);
    }

    /** What is known. */
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
     * Works on the deliveries of a shop in an {@link io.maksut.webhook.InboxWorker}: the subject of each is the id of an order
     * that may have changed. One without a subject makes everything be looked at that changed lately.
     *
     * @throws IllegalArgumentException if the shop is not connected
     */
    public DeliveryProcessor hints(String shopName) {
        return new WebhookHints(ingestion, scan, connected(shopName));
    }

    /** Deliveries of this shop may have been missed: what changed there is looked at as soon as a worker scans. */
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
         * A gateway account. It stays the caller's to close. Its request limits are the account's: they are divided evenly among
         * the processes of this ledger that ask the account something, and hold over all of them, {@link
         * io.maksut.portal.Portal#over} included. A process that begins to ask may make it more for two seconds; one that has died
         * gives its part back after twelve.
         *
         * @throws IllegalArgumentException if there is one of this account already
         */
        public Builder gateway(PaymentGateway gateway) {
            if (gateways.putIfAbsent(gateway.account(), gateway) != null) {
                throw new IllegalArgumentException("two gateways have the account " + gateway.account());
            }
            return this;
        }

        /**
         * A shop. Its {@link ShopPlatform} stays the caller's to close.
         *
         * @throws IllegalArgumentException if there is one of this name already
         */
        public Builder shop(ConnectedShop shop) {
            if (shops.putIfAbsent(shop.name(), shop) != null) {
                throw new IllegalArgumentException("two shops have the name " + shop.name());
            }
            return this;
        }

        /** Is told what happens. Default: nobody. */
        public Builder listener(SyncListener listener) {
            this.listener = Objects.requireNonNull(listener);
            return this;
        }

        /** Our time. Default: the system's. Machines that share a ledger keep their clocks in step. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock);
            return this;
        }

        /**
         * How long a payment belongs to a worker without news of it, and what one call to a gateway may take: a lease is
         * longer than a call at gateway and shop together, plus the difference between the machines' clocks. Default: 3
         * minutes, 30 seconds.
         *
         * @throws IllegalArgumentException if the timeout is not positive, or the lease is shorter than two of them
         */
        public Builder lease(Duration lease, Duration callTimeout) {
            settings = settings.withLease(lease, callTimeout);
            return this;
        }

        /**
         * How long what was just done may take to show everywhere, and how long a permit may wait to be executed. Default: 10
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
         * How often is scanned. Default: changes every 10 minutes with an hour's overlap, everything once a day. What has not ended
         * for three of these periods is late.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public Builder scans(Duration changesEvery, Duration overlap, Duration everythingEvery) {
            scans = new ScanSettings(changesEvery, overlap, everythingEvery, scans.watchFor());
            return this;
        }

        /**
         * Only watches: for a first week beside another system that does the work. Every process of the ledger is set so; one that is
         * not moves money. Default: it works.
         *
         * <p>Done as ever: deliveries and scans are read, requests are taken on and stored, refunds and captures are judged on
         * fresh facts up to the attempt, what may have been sent before is found out where that takes reading only, shops and
         * gateways are compared and discrepancies opened, direct refunds are ruled on, people state and decide on record.
         *
         * <p>Not done: no refund or capture is sent or sent again; no shop is told an outcome, and nothing is recorded in one; a permit
         * is not executed ({@link DirectRefund.WatchesOnly}). What would have been done instead stands in the history ({@link
         * LedgerEvent.Kind#WATCHED}) and in the words of what waits with {@link ReviewReason#WATCH_ONLY}: a refund waits for a person from then
         * on, also when this is set no more, as the other system may have paid it; a request that would be declined waits in the same
         * way; a capture is judged again every hour, is dropped when the other system has made it, and is made when this is
         * set no more and nobody has. What was ended before and not told waits to be told until then.
         *
         * <p>Not covered: what a bridge writes on its own when it is told to (webhooks, say), and {@code Portal}.
         */
        public Builder watchOnly() {
            this.watchesOnly = true;
            return this;
        }

        /**
         * Where to keep, outside the database, which ledger this is and how far it has come. It is looked at when this is built and
         * then once a minute: where the ledger does not have what was marked, it was set back (a backup was restored, commits were
         * lost) or is another one, and all money operations are stopped until a person says to go on ({@link
         * SyncDesk#start}). A mark that is missing or cannot be read is said ({@link LedgerNotice}). Default: nothing is kept, and
         * a ledger that was set back is met payment by payment only, by the sums that the gateway shows.
         */
        public Builder ledgerMark(LedgerMarkStore store) {
            this.marks = Objects.requireNonNull(store);
            return this;
        }

        /** Who writes down, beside the work, which accounts are asked. */
        Builder besideWork(Executor executor) {
            this.besideWork = executor;
            return this;
        }

        Builder settings(SyncSettings all) {
            this.settings = all;
            return this;
        }

        /**
         * The engine; nothing works until a worker is started, here or elsewhere. From now on it is missed in the health where
         * none is ({@link io.maksut.monitor.Monitor}).
         *
         * @throws IllegalStateException if there is no gateway, or a shop names an account that none has
         * @throws io.maksut.error.DatabaseException if the database is not fit or does not answer
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

        /** One payment's reference must not be read as the order of two shops. */
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
