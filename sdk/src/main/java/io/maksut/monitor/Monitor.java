package io.maksut.monitor;

import io.maksut.error.DatabaseException;
import io.maksut.index.UnfinishedCounts;
import io.maksut.index.UnfinishedPayments;
import io.maksut.observe.CallEnded;
import io.maksut.observe.CallListener;
import io.maksut.sync.LedgerCounts;
import io.maksut.sync.LedgerNotice;
import io.maksut.sync.MoneyStop;
import io.maksut.sync.RefundLedger;
import io.maksut.sync.ReviewReason;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says how everything is. Give it to gateways as their listener, and show it ledger, inbox and the worker that reads unfinished
 * payments. Thread-safe.
 *
 * <pre>{@code
 * Monitor monitor = new Monitor(Clock.systemUTC());
 * PaymentGateway gateway = FlatpayPortal.builder().apiKey(key).listener(monitor).buildGateway();
 * monitor.watch(sync.ledger()).watch(inbox).watch(unfinished);
 * if (monitor.health().status() == Health.Status.DOWN) ...
 * }</pre>
 */
public final class Monitor implements CallListener {
    private static final Duration WORK_IS_LATE = Duration.ofMinutes(5);
    /** A scrape asks for many numbers at a time. */
    private static final Duration COUNTS_LAST = Duration.ofSeconds(2);

    private final Clock clock;
    private final Set<String> openBreakers = ConcurrentHashMap.newKeySet();
    private final Set<String> turnedAway = ConcurrentHashMap.newKeySet();
    private volatile @Nullable RefundLedger ledger;
    private volatile @Nullable Inbox inbox;
    private volatile @Nullable UnfinishedPayments unfinished;
    private @Nullable Counted counted;

    /** {@code clock} is the one that ledger and inbox have. */
    public Monitor(Clock clock) {
        this.clock = Objects.requireNonNull(clock);
    }

    /** What was counted, and when. */
    private record Counted(Instant at, Counts counts) {}

    /**
     * What ledger and inbox hold.
     *
     * @param ledger null if none is watched, or the database does not answer
     * @param inbox the same
     * @param unfinished the same
     * @param databaseDown whether one that is watched does not answer
     */
    record Counts(
            @Nullable LedgerCounts ledger,
            @Nullable InboxCounts inbox,
            @Nullable UnfinishedCounts unfinished,
            boolean databaseDown) {}

    /** Looks at this ledger from now on. */
    public Monitor watch(RefundLedger watched) {
        this.ledger = watched;
        return this;
    }

    /** Looks at this inbox from now on. */
    public Monitor watch(Inbox watched) {
        this.inbox = watched;
        return this;
    }

    /** Looks from now on at whether unfinished payments are read again, by this worker or any other of the same index. */
    public Monitor watch(UnfinishedPayments watched) {
        this.unfinished = watched;
        return this;
    }

    @Override
    public void ended(CallEnded call) {
        switch (call.ending()) {
            case UNAUTHORISED -> turnedAway.add(call.client());
            // Whoever answers like this has accepted the credentials.
            case ACCEPTED, REFUSED, NOT_FOUND -> turnedAway.remove(call.client());
            default -> {
                // Says nothing of the credentials; calls that fail show in the breaker.
            }
        }
    }

    @Override
    public void breakerChanged(String client, boolean open) {
        if (open) {
            openBreakers.add(client);
        } else {
            openBreakers.remove(client);
        }
    }

    boolean isOpen(String client) {
        return openBreakers.contains(client);
    }

    /** How everything is now. Asks the database; does not throw if that does not answer, which is an answer, too. */
    public Health health() {
        List<Trouble> troubles = new ArrayList<>();
        turnedAway.forEach(client -> troubles.add(new Trouble(Trouble.Kind.CREDENTIALS_REFUSED, client, 0, null)));
        openBreakers.forEach(client -> troubles.add(new Trouble(Trouble.Kind.BREAKER_OPEN, client, 0, null)));
        Counts counts = counts();
        if (counts.databaseDown()) {
            troubles.add(new Trouble(Trouble.Kind.DATABASE_DOWN, "", 0, null));
        }
        Optional.ofNullable(counts.ledger()).ifPresent(it -> addTo(troubles, it));
        Optional.ofNullable(counts.inbox()).ifPresent(it -> addTo(troubles, it));
        Optional.ofNullable(counts.unfinished()).ifPresent(it -> addTo(troubles, it));
        return new Health(troubles);
    }

    private void addTo(List<Trouble> troubles, LedgerCounts counts) {
        Instant now = clock.instant();
        Instant due = counts.dueSince();
        if (due != null && due.plus(WORK_IS_LATE).isBefore(now)) {
            troubles.add(new Trouble(Trouble.Kind.NOBODY_WORKS, "", 0, Duration.between(due, now)));
        } else if (counts.lastLook().plus(WORK_IS_LATE).isBefore(now)) {
            troubles.add(new Trouble(Trouble.Kind.NO_WORKER, "", 0, Duration.between(counts.lastLook(), now)));
        }
        long stopped = counts.waiting().getOrDefault(ReviewReason.STOPPED, 0L);
        counts.stops()
                .forEach(stop -> troubles.add(
                        new Trouble(kindOf(stop), stop.scope().name(), stopped, Duration.between(stop.at(), now))));
        counts.notices().stream()
                .map(Monitor::kindOf)
                .distinct()
                .forEach(kind -> troubles.add(new Trouble(kind, "", 0, null)));
        counts.lateScans()
                .forEach((name, since) ->
                        troubles.add(new Trouble(Trouble.Kind.SCAN_LATE, name, 0, Duration.between(since, now))));
        counts.failedScans().forEach(name -> troubles.add(new Trouble(Trouble.Kind.SCAN_FAILED, name, 0, null)));
        if (counts.setAside() > 0) {
            troubles.add(new Trouble(Trouble.Kind.RECORDS_SET_ASIDE, "", counts.setAside(), null));
        }
        long unknown = counts.waiting().getOrDefault(ReviewReason.OUTCOME_UNKNOWN, 0L);
        if (unknown > 0) {
            troubles.add(new Trouble(Trouble.Kind.OUTCOMES_UNKNOWN, "", unknown, null));
        }
        long others = counts.waitingTotal() - unknown - counts.waiting().getOrDefault(ReviewReason.STOPPED, 0L);
        if (others > 0) {
            troubles.add(new Trouble(Trouble.Kind.WAITING_FOR_PERSON, "", others, null));
        }
        if (counts.openDiscrepancies() > 0) {
            troubles.add(new Trouble(Trouble.Kind.DISCREPANCIES_OPEN, "", counts.openDiscrepancies(), null));
        }
    }

    private static Trouble.Kind kindOf(LedgerNotice notice) {
        return switch (notice) {
            case MARK_UNREADABLE, MARK_NOT_KEPT -> Trouble.Kind.LEDGER_MARK_BROKEN;
            case MARK_MISSING, ANOTHER_ADDRESS -> Trouble.Kind.LEDGER_MAYBE_COPY;
        };
    }

    private static Trouble.Kind kindOf(MoneyStop stop) {
        if (stop.cause() == MoneyStop.Cause.LEDGER_SET_BACK || stop.cause() == MoneyStop.Cause.LEDGER_REPLACED) {
            return Trouble.Kind.LEDGER_SET_BACK;
        }
        return stop.scope().kind() == MoneyStop.Kind.ALL
                ? Trouble.Kind.MONEY_STOPPED
                : Trouble.Kind.MONEY_STOPPED_IN_PART;
    }

    private void addTo(List<Trouble> troubles, InboxCounts counts) {
        Instant now = clock.instant();
        counts.oldest()
                .filter(oldest -> oldest.plus(WORK_IS_LATE).isBefore(now))
                .ifPresent(oldest -> troubles.add(
                        new Trouble(Trouble.Kind.DELIVERIES_LIE, "", counts.waiting(), Duration.between(oldest, now))));
        if (counts.setAside() > 0) {
            troubles.add(new Trouble(Trouble.Kind.DELIVERIES_SET_ASIDE, "", counts.setAside(), null));
        }
        if (counts.deadLetters() > 0) {
            troubles.add(new Trouble(Trouble.Kind.DEAD_LETTERS, "", counts.deadLetters(), null));
        }
    }

    private void addTo(List<Trouble> troubles, UnfinishedCounts counts) {
        Instant now = clock.instant();
        counts.oldest()
                .filter(oldest -> oldest.plus(WORK_IS_LATE).isBefore(now))
                .ifPresent(oldest -> troubles.add(
                        new Trouble(Trouble.Kind.UNFINISHED_LIE, "", counts.due(), Duration.between(oldest, now))));
    }

    /** Counted at most every two seconds. */
    synchronized Counts counts() {
        Instant now = clock.instant();
        if (counted == null || !now.isBefore(counted.at().plus(COUNTS_LAST)) || now.isBefore(counted.at())) {
            counted = new Counted(now, count());
        }
        return counted.counts();
    }

    private Counts count() {
        RefundLedger watchedLedger = ledger;
        Inbox watchedInbox = inbox;
        UnfinishedPayments watchedUnfinished = unfinished;
        try {
            return new Counts(
                    watchedLedger == null ? null : watchedLedger.counts(),
                    watchedInbox == null ? null : watchedInbox.counts(),
                    watchedUnfinished == null ? null : watchedUnfinished.counts(),
                    false);
        } catch (DatabaseException e) {
            return new Counts(null, null, null, true);
        }
    }

    @Nullable
    UnfinishedPayments unfinished() {
        return unfinished;
    }

    Clock clock() {
        return clock;
    }

    @Override
    public String toString() {
        return "Monitor[open breakers " + openBreakers + ", turned away by " + turnedAway + "]";
    }
}
