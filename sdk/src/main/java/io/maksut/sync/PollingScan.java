package io.maksut.sync;

import io.maksut.error.AuthenticationException;
import io.maksut.error.DatabaseException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.shop.OrderPage;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import io.maksut.sync.OperationTable.Ended;
import io.maksut.sync.ScanTable.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what no delivery told of. A quick scan reads what changed in a shop since the last one, with an overlap; slow
 * scans read all orders of a shop, all refunded payments of an account, and all refunds that ended lately. Orders go
 * through {@link Ingestion}; the workers then reconcile.
 *
 * <p>Each scan stores its page, so that a scan that breaks off goes on there, on any machine. Thread-safe.
 */
final class PollingScan {
    private static final Logger LOG = LoggerFactory.getLogger(PollingScan.class);
    private static final PaymentQuery REFUNDED = PaymentQuery.all()
            .withStatus(PaymentStatus.REFUNDED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.CHARGED_BACK);
    private static final int PAGE = 200;
    /** After so long a scan lets the others run before its next page. */
    static final Duration STRETCH = Duration.ofMinutes(1);

    private final Engine engine;
    private final Ingestion ingestion;
    private final ScanSettings settings;
    private final ScanTable table;
    private final Map<String, Rounds> scans = new HashMap<>();

    PollingScan(Engine engine, Ingestion ingestion, ScanSettings settings) {
        this.engine = engine;
        this.ingestion = ingestion;
        this.settings = settings;
        this.table =
                new ScanTable(UUID.randomUUID().toString(), engine.settings().lease(), engine.clock());
        for (ConnectedShop shop : engine.shops()) {
            scans.put(
                    changesOf(shop.name()),
                    new Rounds(settings.changesEvery(), progress -> orders(shop, progress, false)));
            scans.put(
                    ordersOf(shop.name()),
                    new Rounds(settings.everythingEvery(), progress -> orders(shop, progress, true)));
        }
        for (PaymentGateway gateway : engine.gateways()) {
            scans.put(
                    paymentsOf(gateway.account()),
                    new Rounds(settings.everythingEvery(), progress -> payments(gateway, progress)));
        }
        scans.put(ENDED, new Rounds(settings.everythingEvery(), this::endedRefunds));
    }

    /** How many scans there are. */
    int count() {
        return scans.size();
    }

    /**
     * Runs the scans that are due, the longest due first. One that takes longer than {@link #STRETCH} is due again
     * behind the others.
     *
     * @param goesOn asked before each scan and page
     * @return the number of scans that ended
     */
    int runDue(BooleanSupplier goesOn) {
        int ended = 0;
        boolean passedOn = true;
        while (passedOn && goesOn.getAsBoolean()) {
            passedOn = false;
            Map<String, Long> due = engine.database().read(table::due);
            for (Map.Entry<String, Long> scan : due.entrySet()) {
                Rounds rounds = scans.get(scan.getKey());
                if (rounds == null) { // of a shop or account that is not connected here
                    continue;
                }
                if (!goesOn.getAsBoolean()) {
                    return ended;
                }
                Result result = run(scan.getValue(), rounds, goesOn);
                ended += result == Result.ENDED ? 1 : 0;
                passedOn |= result == Result.PASSED_ON;
            }
        }
        return ended;
    }

    static final String ENDED = "refunds that ended";

    /** The name of a shop's quick scan. */
    static String changesOf(String shop) {
        return "changes of " + shop;
    }

    /** The name of a shop's slow scan. */
    static String ordersOf(String shop) {
        return "orders of " + shop;
    }

    /** The name of the scan of an account's refunded payments. */
    static String paymentsOf(String account) {
        return "payments of " + account;
    }

    /** Reads one page of a scan. */
    @FunctionalInterface
    private interface Pager {
        Page next(Progress progress);
    }

    /**
     * @param next where the next page begins; null if this was the last
     * @param seenUntil a scan that reads all pages from the first on has seen all that changed before it
     */
    private record Page(int read, @Nullable String next, Instant seenUntil) {}

    /**
     * A scan that is run again and again.
     *
     * @param every the period between two runs
     */
    private record Rounds(Duration every, Pager pager) {}

    private enum Result {
        ENDED,
        PASSED_ON,
        /** It failed, or another worker runs it. */
        NOT_NOW
    }

    private Result run(long id, Rounds rounds, BooleanSupplier goesOn) {
        Progress claimed = engine.database()
                .<Optional<Progress>>inTransaction(sql -> table.claim(sql, id))
                .orElse(null);
        if (claimed == null) {
            return Result.NOT_NOW;
        }
        try {
            return walk(claimed, rounds, goesOn);
        } catch (LeaseLostException e) {
            LOG.warn("The scan \"{}\" took longer than its lease, another has taken it over", claimed.name());
            return Result.NOT_NOW;
        }
    }

    private Result walk(Progress claimed, Rounds rounds, BooleanSupplier goesOn) {
        Duration every = rounds.every();
        Instant begin = engine.now();
        Progress progress = claimed;
        long read = 0;
        while (true) {
            Page page;
            try {
                page = rounds.pager().next(progress);
            } catch (MaksutException e) {
                if (progress.page() != null && isOfThePage(e)) {
                    broken(progress, every, e);
                } else {
                    interrupted(progress, every, e.getClass().getSimpleName() + ": " + e.call());
                }
                return Result.NOT_NOW;
            } catch (LeaseLostException e) {
                throw e;
            } catch (DatabaseException e) { // the bridge's own database, or the ledger, which then also fails below
                interrupted(progress, every, String.valueOf(e.getMessage()));
                return Result.NOT_NOW;
            } catch (Throwable e) { // a fault of a bridge or a plugin: the other scans go on
                broken(progress, every, e);
                return Result.NOT_NOW;
            }
            read += page.read();
            // The first page's time counts: what changes while the others are read, the next scan reads.
            Instant seenUntil = progress.seenUntil() == null ? page.seenUntil() : progress.seenUntil();
            if (page.next() == null) {
                finish(progress, seenUntil, every);
                engine.tell(new SyncEvent.ScanEnded(claimed.name(), read, Duration.between(begin, engine.now())));
                return Result.ENDED;
            }
            Progress at = progress;
            String next = page.next();
            if (!goesOn.getAsBoolean() || begin.plus(STRETCH).compareTo(engine.now()) <= 0) {
                engine.database().inTransaction(sql -> {
                    table.pass(sql, at, next, seenUntil);
                    return true;
                });
                return Result.PASSED_ON;
            }
            progress = engine.database().inTransaction(sql -> table.advance(sql, at, next, seenUntil));
        }
    }

    /** Whether the failure is about the page, so that asking for it again may never succeed. */
    private static boolean isOfThePage(MaksutException e) {
        return e instanceof MalformedAnswerException
                || (e instanceof GatewayRefusedException
                        && !(e instanceof AuthenticationException)
                        && !(e instanceof RateLimitedException));
    }

    private void finish(Progress progress, Instant seenUntil, Duration every) {
        engine.database().inTransaction(sql -> {
            table.finish(sql, progress, seenUntil, engine.now().plus(every));
            return true;
        });
    }

    /** Starts the scan over after a pause, as the stored page may be what it fails on. */
    private void broken(Progress progress, Duration every, Throwable failure) {
        Duration pause = pause(every);
        LOG.error("The scan \"{}\" failed and begins anew in {}", progress.name(), pause, failure);
        String why = Plugins.describe(failure);
        engine.database().inTransaction(sql -> {
            table.broken(sql, progress, why, engine.now().plus(pause));
            return true;
        });
        engine.tell(new SyncEvent.ScanFailed(progress.name(), why));
    }

    private Duration pause(Duration every) {
        Duration longest = engine.settings().longestPause();
        return every.compareTo(longest) < 0 ? every : longest;
    }

    private void interrupted(Progress progress, Duration every, String why) {
        Duration pause = pause(every);
        LOG.warn("The scan \"{}\" broke off and goes on in {}: {}", progress.name(), pause, why);
        engine.database().inTransaction(sql -> {
            table.interrupted(sql, progress, engine.now().plus(pause));
            return true;
        });
    }

    private Page orders(ConnectedShop shop, Progress progress, boolean all) {
        Instant watermark = progress.watermark();
        boolean fromTheStart = all || watermark.isBefore(Instant.EPOCH.plus(settings.overlap()));
        Instant since = fromTheStart ? Instant.EPOCH : watermark.minus(settings.overlap());
        OrderPage page = shop.platform().changedSince(since, progress.page());
        boolean firstScan = fromTheStart && !scannedBefore(shop);
        for (ShopOrder order : page.orders()) {
            note(shop, order, firstScan);
        }
        if (all) {
            compareAll(page.orders());
        }
        return new Page(page.orders().size(), page.next(), page.seenUntil());
    }

    /** An order with a row that cannot be read does not keep the others from being noted. */
    private void note(ConnectedShop shop, ShopOrder order, boolean firstScan) {
        try {
            boolean unused = ingestion.note(shop, order, firstScan);
        } catch (UnreadableRowException e) {
            engine.records().setAside(e);
        }
    }

    private boolean scannedBefore(ConnectedShop shop) {
        return engine.database().read(sql -> hasScanned(sql, shop.name()));
    }

    /** Whether all orders of the shop were read once; the first quick scan also begins with the oldest. */
    static boolean hasScanned(Sql sql, String shop) {
        return ScanTable.hasFinished(sql, changesOf(shop)) || ScanTable.hasFinished(sql, ordersOf(shop));
    }

    /** Makes reconciliations due, which show what deliveries and quick scans may both have missed. */
    private void compareAll(List<ShopOrder> orders) {
        for (ShopOrder order : orders) {
            if (!order.refunds().isEmpty() && !order.test()) {
                engine.database().inTransaction(sql -> {
                    order.payments()
                            .forEach(payment -> PaymentClaimTable.find(sql, payment)
                                    .ifPresent(claim -> PaymentClaimTable.compareAt(sql, claim.id(), engine.now())));
                    return true;
                });
            }
        }
    }

    /** Finds refunds that only the gateway knows of. */
    private Page payments(PaymentGateway gateway, Progress progress) {
        // The query is the same for all pages: a gateway may refuse the page of another query.
        Instant now = progress.seenUntil() == null ? engine.now() : progress.seenUntil();
        PaymentQuery query = REFUNDED.withCreated(now.minus(settings.watchFor()), null);
        PaymentPage page;
        try {
            GatewayCall call = gateway.begin(
                    CallOptions.DEFAULT.withTimeout(engine.settings().callTimeout()));
            page = call.await(call.page(query, progress.page()));
        } catch (NotSupportedByGatewayException e) {
            LOG.warn(
                    "{} cannot search its payments: refunds made there alone are not found by scans",
                    gateway.account());
            return new Page(0, null, now);
        }
        for (Payment payment : page.payments()) {
            if (differs(payment)) {
                engine.database().inTransaction(sql -> {
                    PaymentClaimTable.compareAt(sql, PaymentClaimTable.ensure(sql, payment.id()), now);
                    return true;
                });
            }
        }
        return new Page(page.payments().size(), page.next().orElse(null), now);
    }

    /** Whether the stored facts differ from the payment; a worker reads all afresh before a person is alarmed. */
    private boolean differs(Payment payment) {
        try {
            List<LedgerOperation> known = engine.database()
                    .read(sql -> PaymentClaimTable.find(sql, payment.id())
                            .map(claim -> OperationTable.ofPayment(sql, claim.id()))
                            .orElse(List.of()));
            return !Reconciliation.of(
                            payment,
                            known,
                            List.of(),
                            Set.of(),
                            List.of(),
                            Money.zero(payment.amounts().currency()))
                    .isEmpty();
        } catch (UnreadableRowException e) {
            engine.records().setAside(e);
            return false;
        }
    }

    /** Finds what shows late: money that came back, refunds deleted in shops, chargebacks, ended discrepancies. */
    private Page endedRefunds(Progress progress) {
        Instant now = engine.now();
        String page = progress.page();
        if (page == null) {
            compareOpen(now);
        }
        Place after = page == null ? new Place(now.minus(settings.watchFor()), 0) : Place.of(page);
        List<Ended> refunds =
                engine.database().read(sql -> OperationTable.endedSince(sql, after.endedAt(), after.id(), PAGE));
        engine.database().inTransaction(sql -> {
            refunds.forEach(refund -> compareAgain(sql, refund, now));
            return true;
        });
        Ended last = refunds.size() < PAGE ? null : refunds.get(refunds.size() - 1);
        return new Page(refunds.size(), last == null ? null : new Place(last.at(), last.id()).text(), now);
    }

    /** Where the scan of ended refunds goes on. */
    private record Place(Instant endedAt, long id) {
        /**
         * @throws RuntimeException if another version stored the place in another form
         */
        static Place of(String text) {
            String[] parts = text.split("/", 2);
            return new Place(Instant.parse(parts[0]), Long.parseLong(parts[1]));
        }

        String text() {
            return endedAt + "/" + id;
        }
    }

    /** Makes reconciliations due, daily at first, then ever more seldom: money rarely comes back very late. */
    private static void compareAgain(Sql sql, Ended refund, Instant now) {
        if (!refund.unpaid()) {
            compareAgain(sql, refund.claimId(), refund.at(), now);
        }
    }

    private static void compareAgain(Sql sql, long claim, Instant since, Instant now) {
        Duration pause = Duration.between(since, now).dividedBy(14);
        Instant compared = PaymentClaimTable.get(sql, claim).comparedAt();
        if (compared == null || compared.plus(pause).isBefore(now)) {
            PaymentClaimTable.compareAt(sql, claim, now);
        }
    }

    /** Nothing else finds discrepancies to be over for payments that neither shop nor gateway lists any more. */
    private void compareOpen(Instant now) {
        Map<Long, Instant> open = engine.database().read(DiscrepancyTable::openSince);
        open.forEach((claim, since) -> engine.database().inTransaction(sql -> {
            compareAgain(sql, claim, since, now);
            return true;
        }));
    }

    /** Makes the shop's quick scan due now. */
    void shopMayHaveBeenMissed(String shop) {
        engine.database().inTransaction(sql -> {
            ScanTable.dueNow(sql, changesOf(shop), engine.now());
            return true;
        });
    }
}
