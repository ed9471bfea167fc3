package io.maksut.sync;

import io.maksut.sync.IdentityTable.Inside;
import io.maksut.sync.MoneyStop.Cause;
import io.maksut.sync.MoneyStop.Ended;
import io.maksut.text.StorableText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the ledger with its mark outside, and keeps the mark up to date: at the start, and once a minute while a
 * worker works. A ledger without the event of its mark was set back, however many events it has had since: all money
 * operations are stopped until a person starts them (domain 4, invariant 8). Thread-safe.
 */
final class LedgerMarks {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerMarks.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final Duration SAID_FOR = Duration.ofDays(1);
    private static final int LONGEST_MARK = 500;

    private final Engine engine;
    private final @Nullable LedgerMarkStore store;
    private final Map<LedgerNotice, Instant> noticed = new EnumMap<>(LedgerNotice.class);
    private @Nullable Instant looked;

    LedgerMarks(Engine engine, @Nullable LedgerMarkStore store) {
        this.engine = engine;
        this.store = store;
    }

    /** Called before any work begins. {@code address} is a digest of where the database is. */
    synchronized void begin(String address) {
        Instant now = engine.now();
        boolean another = engine.database().inTransaction(sql -> {
            IdentityTable.ensure(sql, now);
            return IdentityTable.isAnotherAddress(sql, address, now);
        });
        if (another) {
            notice(LedgerNotice.ANOTHER_ADDRESS, null);
        }
        look();
    }

    /** Looks, once a minute at most. */
    synchronized void lookNowAndThen() {
        Instant now = engine.now();
        if (looked == null || Duration.between(looked, now).abs().compareTo(BETWEEN_LOOKS) >= 0) {
            look();
        }
    }

    /** The notices of the last day. */
    synchronized Set<LedgerNotice> notices() {
        Instant now = engine.now();
        return noticed.entrySet().stream()
                .filter(it -> it.getValue().plus(SAID_FOR).isAfter(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    synchronized void look() {
        if (store == null) {
            return;
        }
        looked = engine.now();
        Optional<LedgerMark> outside;
        try {
            outside = store.read();
            noticed.remove(LedgerNotice.MARK_UNREADABLE);
        } catch (IOException | RuntimeException e) {
            notice(LedgerNotice.MARK_UNREADABLE, e);
            return;
        }
        // The mark was read first: its event was committed before that, and is missing now only if it is lost.
        Inside inside = engine.database().read(sql -> IdentityTable.inside(sql)).orElseThrow();
        Cause wrong = outside.map(mark -> wrong(mark, inside)).orElse(null);
        if (outside.isEmpty() && inside.marked()) {
            notice(LedgerNotice.MARK_MISSING, null);
        }
        if (wrong == null) {
            keep(outside.orElse(null), inside);
        } else if (isAccepted(outside.orElseThrow())) {
            keep(null, inside);
        } else {
            stopAll(wrong, outside.orElseThrow(), inside.mark());
        }
    }

    private @Nullable Cause wrong(LedgerMark outside, Inside inside) {
        if (!outside.ledger().equals(inside.mark().ledger())) {
            return Cause.LEDGER_REPLACED;
        }
        return engine.database().read(sql -> IdentityTable.has(sql, outside)) ? null : Cause.LEDGER_SET_BACK;
    }

    /**
     * Whether a person has started the operations since: after a stop for this very mark, whatever clock made it; or
     * after any stop for the ledger that ended later than the mark was made.
     */
    private boolean isAccepted(LedgerMark outside) {
        return engine.database().read(sql -> StopTable.isAccepted(sql, stored(outside))) || isOfThePast(outside);
    }

    private boolean isOfThePast(LedgerMark outside) {
        return engine.database()
                .scan(100, StopTable::after)
                .filter(it -> isOfLedger(it.cause()))
                .flatMap(it -> Optional.ofNullable(it.ended()).stream())
                .map(Ended::at)
                .anyMatch(at -> !outside.at().isAfter(at));
    }

    private static boolean isOfLedger(Cause cause) {
        return cause == Cause.LEDGER_SET_BACK || cause == Cause.LEDGER_REPLACED;
    }

    private void stopAll(Cause cause, LedgerMark outside, LedgerMark inside) {
        Optional<MoneyStop> thrown = engine.database().inTransaction(sql -> {
            boolean stands = StopTable.standing(sql).stream().anyMatch(it -> isOfLedger(it.cause()));
            return stands
                    ? Optional.<MoneyStop>empty()
                    : Optional.of(Stops.ofLedger(
                            sql,
                            cause,
                            "the mark outside is of " + describe(outside) + ", the ledger is at " + describe(inside),
                            stored(outside),
                            engine.now()));
        });
        thrown.ifPresent(stop -> {
            LOG.error("{}: {}", stop, stop.reason());
            engine.stops().tell(stop);
        });
    }

    private static String stored(LedgerMark mark) {
        return StorableText.cut(describe(mark), LONGEST_MARK);
    }

    private static String describe(LedgerMark mark) {
        return "event " + mark.event() + " of " + mark.at() + " of ledger " + mark.ledger();
    }

    private void keep(@Nullable LedgerMark before, Inside inside) {
        LedgerMark mark = inside.mark();
        if (store == null || (before != null && before.event() >= mark.event())) {
            return;
        }
        try {
            store.write(mark);
            noticed.remove(LedgerNotice.MARK_NOT_KEPT);
        } catch (IOException | RuntimeException e) {
            notice(LedgerNotice.MARK_NOT_KEPT, e);
            return;
        }
        if (!inside.marked()) {
            engine.database().inTransaction(sql -> {
                IdentityTable.marked(sql, engine.now());
                return true;
            });
        }
    }

    /** Tells the listener once; the notice is shown while it holds, and for a day. */
    private void notice(LedgerNotice notice, @Nullable Exception why) {
        if (noticed.put(notice, engine.now()) == null) {
            LOG.error("The ledger is not as its mark says: {}; {}", notice, this, why);
            engine.tell(new SyncEvent.LedgerNoticed(notice));
        }
    }

    @Override
    public String toString() {
        return "LedgerMarks[" + (store == null ? "none outside the database" : store) + "]";
    }
}
