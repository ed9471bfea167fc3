package io.maksut.sync;

import io.maksut.payment.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money that went out after it had been taken for not moved: an attempt's answer was lost, it was declined or proved unpaid
 * later, or a person closed it, and then the gateway carried it out all the same. For a day the gateway is compared with the
 * ledger again and again; what it shows beyond all that is explained, twice a settle delay apart, and is exactly such a
 * refund's amount, corrects what the ledger says. Where two such refunds have that amount, or the shop shows a record made by
 * hand, which may stand for just that money, a person has to look. Thread-safe.
 */
final class LateArrivals {
    private static final Logger LOG = LoggerFactory.getLogger(LateArrivals.class);

    private static final Duration LAST_LOOK = Duration.ofMinutes(1);

    private final Engine engine;
    private final RefundWork refunds;

    LateArrivals(Engine engine, RefundWork refunds) {
        this.engine = engine;
        this.refunds = refunds;
    }

    /** Whether money may still turn up of it. */
    static boolean isWatched(LedgerRefund refund, Instant now) {
        return refund.watchedUntil != null && refund.watchedUntil.isAfter(now);
    }

    /** Whether it counts as unpaid and the gateway may still pay it. */
    static boolean mayStillBePaid(LedgerRefund refund, Instant now) {
        return isWatched(refund, now) && !refund.state.inFlight() && !refund.state.paid();
    }

    /** Whether the ledger was corrected, so that the differences are not what they were. */
    boolean correct(Turn turn, List<Difference> differences) {
        Money more = differences.stream()
                .filter(it -> it.kind() == FindingKind.ONLY_AT_GATEWAY)
                .map(Difference::amount)
                .findFirst()
                .orElse(null);
        Optional<Instant> seen = more == null ? Optional.empty() : seenBefore(turn, more);
        if (more == null || seen.isEmpty() || turn.refunds().stream().anyMatch(Comparison::isByHand)) {
            return false;
        }
        Instant firstSeen = seen.get();
        // What turns up after the day of a refund is not taken for its money.
        List<LedgerRefund> candidates = turn.refunds().stream()
                .filter(refund -> refund.watchedUntil != null && !firstSeen.isAfter(refund.watchedUntil))
                .filter(refund -> refund.amount.equals(more))
                .toList();
        if (candidates.size() != 1) {
            return false;
        }
        LedgerRefund refund = candidates.get(0);
        boolean twice = refund.state.paid();
        RefundDraft corrected = twice
                ? refund.edit().paidTwice()
                : refund.edit().paidLate(refunds.followUpOfPaid(refund), engine.now());
        LedgerRefund stored = turn.store(
                corrected,
                LedgerEvent.Kind.PAID_LATE,
                more + " went out after it had been taken for not moved"
                        + (twice ? "; it was made again meanwhile, so the customer has it twice" : ""));
        LOG.warn("Money went out late, {}: {}", twice ? "a second time" : "what was told is corrected", stored);
        return true;
    }

    /** The next look at what is watched: the last one is just before its day ends. Empty if nothing is watched. */
    static Optional<Instant> nextLook(List<LedgerRefund> refunds, Instant now, Duration pause) {
        return refunds.stream()
                .filter(refund -> isWatched(refund, now))
                .flatMap(refund -> Optional.ofNullable(refund.watchedUntil).stream())
                .map(until -> until.minus(LAST_LOOK))
                .map(last -> last.isAfter(now) && last.isBefore(now.plus(pause)) ? last : now.plus(pause))
                .min(Comparator.naturalOrder());
    }

    /**
     * When the money was first seen, a settle delay ago or earlier: a shop's own refund may be at the gateway a moment before
     * the shop shows it.
     */
    private Optional<Instant> seenBefore(Turn turn, Money more) {
        Instant since = engine.now().minus(engine.settings().settleDelay());
        Optional<Finding> known =
                SetAsideTable.readable(engine.database().read(sql -> FindingTable.ofTurn(sql, turn.id()))).stream()
                        .filter(it -> it.kind() == FindingKind.ONLY_AT_GATEWAY && it.state() != Finding.State.GONE)
                        .findFirst();
        return known.filter(it -> it.amount().equals(more) && !it.firstSeenAt().isAfter(since))
                .map(Finding::firstSeenAt);
    }
}
