package io.maksut.sync;

import io.maksut.portal.PaymentGateway;
import io.maksut.storage.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The recurring work of workers: scans, and the look for due payments. The database expects it from
 * {@link RefundSync.Builder#build} on, worker or not; {@link LedgerCounts} reports what is missed. Thread-safe.
 */
final class ExpectedWork {
    /** The workers' look for due payments. It has a row beside the scans, which no worker claims. */
    static final String PAYMENTS = "payments that are due";

    /** A scan is missed when it has not ended for so many of its periods. */
    private static final int PERIODS = 3;
    /** A scan with a very short period is missed after this time. */
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);

    private final Engine engine;
    private final Map<String, Duration> scans = new TreeMap<>();
    private volatile @Nullable Instant noted;

    ExpectedWork(Engine engine, ScanSettings settings) {
        this.engine = engine;
        for (ConnectedShop shop : engine.shops()) {
            scans.put(PollingScan.changesOf(shop.name()), settings.changesEvery());
            scans.put(PollingScan.ordersOf(shop.name()), settings.everythingEvery());
        }
        for (PaymentGateway gateway : engine.gateways()) {
            scans.put(PollingScan.paymentsOf(gateway.account()), settings.everythingEvery());
        }
        scans.put(PollingScan.ENDED, settings.everythingEvery());
    }

    /** Expects all work from now on, unless this or another process has done so before. */
    void begin() {
        Instant now = engine.now();
        Set<String> known = engine.database().read(ScanTable::doneOrExpected).keySet();
        if (known.containsAll(scans.keySet()) && known.contains(PAYMENTS)) {
            return;
        }
        // In one transaction and sorted by name: other processes write them in the same order, so none deadlocks.
        engine.database().inTransaction(sql -> {
            for (String scan : scans.keySet()) {
                if (!known.contains(scan)) {
                    ScanTable.expect(sql, scan, now, now);
                }
            }
            if (!known.contains(PAYMENTS)) {
                ScanTable.expect(sql, PAYMENTS, null, now);
            }
            return true;
        });
    }

    /** A worker looks for due payments; stored once a minute. */
    void looked() {
        Instant now = engine.now();
        Instant before = noted;
        if (before == null || Duration.between(before, now).abs().compareTo(BETWEEN_NOTES) >= 0) {
            engine.database().inTransaction(sql -> ScanTable.done(sql, PAYMENTS, now));
            noted = now;
        }
    }

    /**
     * What was missed.
     *
     * @param scans the missed scans by name, with the time when each last ended, or since when it is expected
     * @param looked when a worker last looked for due payments, or since when that is expected
     */
    record Missed(Map<String, Instant> scans, Instant looked) {}

    Missed missed(Sql sql, Instant now) {
        Map<String, Instant> done = ScanTable.doneOrExpected(sql);
        Map<String, Instant> missed = new HashMap<>();
        scans.forEach((name, every) -> {
            Instant since = done.getOrDefault(name, now);
            Duration periods = every.multipliedBy(PERIODS);
            if (since.plus(periods.compareTo(SHORTEST) > 0 ? periods : SHORTEST).isBefore(now)) {
                missed.put(name, since);
            }
        });
        return new Missed(missed, done.getOrDefault(PAYMENTS, now));
    }

    /** Whether this is a scan of a shop or account that is connected now. */
    boolean isExpected(String scan) {
        return scans.containsKey(scan);
    }

    @Override
    public String toString() {
        return "ExpectedWork[" + scans + "]";
    }
}
