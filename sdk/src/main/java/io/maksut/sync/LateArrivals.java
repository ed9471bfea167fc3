package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.sync.LedgerOperation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds refund money that went out late: an attempt's answer was lost, the attempt counted as unpaid (declined, proved
 * not moved, or closed by a person), and then the gateway carried it out. For a day the gateway is compared with the
 * ledger every hour (domain 4, invariant 5). An unexplained sum that is still there a settle delay later corrects the
 * ledger if it can only be this refund's money ({@link RefundedSum#isOnly}); else a person has to look. A watch ends
 * with a look after its day, not by time alone. Thread-safe.
 */
final class LateArrivals {
    private static final Logger LOG = LoggerFactory.getLogger(LateArrivals.class);

    private static final Duration LAST_LOOK = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Engine engine;
    private final Conclusions conclusions;

    LateArrivals(Engine engine, Conclusions conclusions) {
        this.engine = engine;
        this.conclusions = conclusions;
    }

    /** Whether the day of the watch is not over. */
    static boolean isWatched(LedgerOperation refund, Instant now) {
        return refund.watchedUntil != null && refund.watchedUntil.isAfter(now);
    }

    /** Whether the refund counts as unpaid, and its watch has not ended yet. */
    static boolean mayBePaid(LedgerOperation refund) {
        return refund.watchedUntil != null && !refund.state.inFlight() && refund.state != State.SUCCEEDED;
    }

    /**
     * Whether lost requests of other refunds may have moved just the amount of this refund (domain 4, invariant 7: a
     * likeness in amount ends no refund).
     */
    static boolean mayMakeUp(List<LedgerOperation> refunds, LedgerOperation refund) {
        List<Money> lost = refunds.stream()
                .filter(it -> it.id != refund.id && it.watchedUntil != null && it.amount.sameCurrency(refund.amount))
                .flatMap(it ->
                        Collections.nCopies(it.attempts - (it.state == State.SUCCEEDED ? 1 : 0), it.amount).stream())
                .toList();
        return RefundedSum.ways(lost, refund.amount) > 0;
    }

    /** Examines the watched refunds; true if the ledger was corrected or a watch ended, so that the sums changed. */
    boolean look(PaymentClaim claim, RefundedSum sum) {
        Instant now = engine.now();
        for (LedgerOperation refund : watched(claim)) {
            boolean seen = sum.mayBe(refund);
            if (seen != (refund.lateSeenAt != null)) {
                LedgerOperation unused = claim.storeQuietly(refund.edit().lateSeen(seen ? now : null));
            }
        }
        boolean corrected = correct(claim, sum, now);
        boolean ended = endWatches(claim, sum, now);
        return corrected || ended;
    }

    private static List<LedgerOperation> watched(PaymentClaim claim) {
        return claim.refunds().stream()
                .filter(refund -> refund.watchedUntil != null && !refund.state.inFlight())
                .toList();
    }

    private boolean correct(PaymentClaim claim, RefundedSum sum, Instant now) {
        List<LedgerOperation> watched = watched(claim);
        LedgerOperation refund = watched.stream()
                .filter(it -> isSettled(it, now) && sum.isOnly(it, watched))
                .findFirst()
                .orElse(null);
        if (refund == null) {
            return false;
        }
        boolean twice = refund.state == State.SUCCEEDED;
        OperationDraft corrected = twice
                ? refund.edit().paidTwice()
                : refund.edit().paidLate(conclusions.followUp(refund, State.SUCCEEDED), now);
        LedgerOperation stored = claim.store(
                corrected,
                LedgerEvent.Kind.PAID_LATE,
                refund.amount + " went out after it had been taken for not moved"
                        + (twice ? "; it was made again meanwhile, so the customer has it twice" : ""));
        LOG.warn("Money went out late, {}: {}", twice ? "a second time" : "what was told is corrected", stored);
        return true;
    }

    /**
     * Whether the money was seen within the day of the watch, and a settle delay ago: a shop's own refund may be at the
     * gateway a moment before the shop shows it.
     */
    private boolean isSettled(LedgerOperation refund, Instant now) {
        Instant seen = refund.lateSeenAt;
        return seen != null
                && !seen.plus(engine.settings().settleDelay()).isAfter(now)
                && !seen.isAfter(refund.watchedUntil);
    }

    /**
     * Ends watches whose day is over. A watch goes on, for a week at most, while the sum may include its money or money
     * that came back makes sums prove nothing.
     */
    private boolean endWatches(PaymentClaim claim, RefundedSum sum, Instant now) {
        List<LedgerOperation> ended = watched(claim).stream()
                .filter(refund -> !isWatched(refund, now))
                .filter(refund -> !sum.mayBe(refund) || isLongOver(refund, now))
                .map(refund -> claim.storeQuietly(refund.edit().watchedNoMore()))
                .toList();
        return !ended.isEmpty();
    }

    private static boolean isLongOver(LedgerOperation refund, Instant now) {
        return refund.watchedUntil != null && !refund.watchedUntil.plus(LONGEST).isAfter(now);
    }

    /** When to look at what is watched next; one look is just before the day ends. Empty if nothing is watched. */
    static Optional<Instant> nextLook(List<LedgerOperation> refunds, Instant now, Duration pause) {
        return refunds.stream()
                .flatMap(refund -> Optional.ofNullable(refund.watchedUntil).stream())
                .map(until -> until.minus(LAST_LOOK))
                .map(last -> last.isAfter(now) && last.isBefore(now.plus(pause)) ? last : now.plus(pause))
                .min(Comparator.naturalOrder());
    }
}
