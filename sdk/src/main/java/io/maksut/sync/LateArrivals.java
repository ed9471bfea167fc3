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
 * Money that went out after it had been taken for not moved: an attempt's answer was lost, it was declined or proved unpaid
 * later, or a person closed it, and then the gateway carried it out all the same. For a day the gateway is compared with the
 * ledger again and again. What it shows beyond what is explained, twice a settle delay apart, corrects what the ledger says
 * where it can be this refund's money only ({@link RefundedSum#isOnly}); else a person has to look. A watch ends with a look
 * after its day, not by the time alone. Thread-safe.
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

    /** Whether the day is not over in which its money may turn up. */
    static boolean isWatched(LedgerOperation refund, Instant now) {
        return refund.watchedUntil != null && refund.watchedUntil.isAfter(now);
    }

    /** Whether it counts as unpaid, and nobody has seen yet, after its day, that the gateway did not pay it. */
    static boolean mayBePaid(LedgerOperation refund) {
        return refund.watchedUntil != null && !refund.state.inFlight() && refund.state != State.SUCCEEDED;
    }

    /**
     * Whether requests of other refunds that were taken for lost may have taken just what this refund asked for (domain rule,
     * invariant 7: a likeness in amount ends no refund).
     */
    static boolean mayMakeUp(List<LedgerOperation> refunds, LedgerOperation refund) {
        List<Money> lost = refunds.stream()
                .filter(it -> it.id != refund.id && it.watchedUntil != null && it.amount.sameCurrency(refund.amount))
                .flatMap(it ->
                        Collections.nCopies(it.attempts - (it.state == State.SUCCEEDED ? 1 : 0), it.amount).stream())
                .toList();
        return RefundedSum.ways(lost, refund.amount) > 0;
    }

    /** Whether the ledger was corrected or a watch has ended, so that the differences are not what they were. */
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
     * Whether its money was seen within its day, a settle delay ago or earlier: a shop's own refund may be at the gateway a
     * moment before the shop shows it.
     */
    private boolean isSettled(LedgerOperation refund, Instant now) {
        Instant seen = refund.lateSeenAt;
        return seen != null
                && !seen.plus(engine.settings().settleDelay()).isAfter(now)
                && !seen.isAfter(refund.watchedUntil);
    }

    /**
     * What may be its money, and was not accepted by a person, keeps a watch going; so does money that came back, for a week, as
     * sums prove nothing beside it.
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

    /** The next look at what is watched: one is just before its day ends. Empty if nothing is watched. */
    static Optional<Instant> nextLook(List<LedgerOperation> refunds, Instant now, Duration pause) {
        return refunds.stream()
                .flatMap(refund -> Optional.ofNullable(refund.watchedUntil).stream())
                .map(until -> until.minus(LAST_LOOK))
                .map(last -> last.isAfter(now) && last.isBefore(now.plus(pause)) ? last : now.plus(pause))
                .min(Comparator.naturalOrder());
    }
}
