package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.sync.LedgerOperation.State;
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
 * ledger again and again. What it shows beyond what was there before the attempt and what is explained since, twice a settle
 * delay apart, and is exactly the refund's amount, corrects what the ledger says. Where other watched refunds make up that sum
 * as well, or the shop shows a record made by hand, which may stand for just that money, a person has to look. A watch ends
 * with a look after its day, not by the time alone. Thread-safe.
 */
final class LateArrivals {
    private static final Logger LOG = LoggerFactory.getLogger(LateArrivals.class);

    private static final Duration LAST_LOOK = Duration.ofMinutes(1);
    /** Of more at once no sum is told apart from another. */
    private static final int MOST_TOLD_APART = 12;

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
        return refund.watchedUntil != null && !refund.state.inFlight() && !refund.state.paid();
    }

    /** Whether the ledger was corrected or a watch has ended, so that the differences are not what they were. */
    boolean look(Turn turn, Money atGateway, List<Difference> differences) {
        Instant now = engine.now();
        for (LedgerOperation refund : watched(turn)) {
            boolean seen = mayBeOf(refund, turn, atGateway);
            if (seen != (refund.lateSeenAt != null)) {
                LedgerOperation unused = turn.storeQuietly(refund.edit().lateSeen(seen ? now : null));
            }
        }
        Money unexplained = differences.stream()
                .filter(it -> it.kind() == FindingKind.ONLY_AT_GATEWAY)
                .map(Difference::amount)
                .findFirst()
                .orElse(Money.zero(atGateway.currency()));
        boolean corrected = correct(turn, atGateway, unexplained, now);
        boolean ended = endWatches(turn, atGateway, unexplained, now);
        return corrected || ended;
    }

    private boolean mayBeOf(LedgerOperation refund, Turn turn, Money atGateway) {
        return LateMoney.mayBeOf(refund, turn.refunds(), atGateway, paid(turn, atGateway));
    }

    private Money paid(Turn turn, Money atGateway) {
        return GatewaySums.paidByLedger(engine, turn, atGateway);
    }

    private static List<LedgerOperation> watched(Turn turn) {
        return turn.refunds().stream()
                .filter(refund -> refund.watchedUntil != null && !refund.state.inFlight())
                .toList();
    }

    private boolean correct(Turn turn, Money atGateway, Money unexplained, Instant now) {
        if (turn.refunds().stream().anyMatch(Comparison::isByHand)) {
            return false;
        }
        List<LedgerOperation> watched = watched(turn);
        LedgerOperation refund = watched.stream()
                .filter(it -> isSettled(it, now))
                .filter(it -> it.amount.sameCurrency(unexplained) && unexplained.compareTo(it.amount) >= 0)
                .filter(it -> LateMoney.of(it, turn.refunds(), atGateway, paid(turn, atGateway))
                        .least()
                        .equals(it.amount))
                .findFirst()
                .orElse(null);
        if (refund == null || ways(watched, refund.amount) != 1) {
            return false;
        }
        boolean twice = refund.state.paid();
        OperationDraft corrected =
                twice ? refund.edit().paidTwice() : refund.edit().paidLate(conclusions.followUp(refund, State.DONE), now);
        LedgerOperation stored = turn.store(
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

    /** In how many ways these refunds make up the sum; more than one where that is not counted. */
    private static int ways(List<LedgerOperation> refunds, Money sum) {
        if (refunds.size() > MOST_TOLD_APART) {
            return 2;
        }
        int ways = 0;
        for (int some = 1; some < 1 << refunds.size(); some++) {
            Money total = Money.zero(sum.currency());
            for (int i = 0; i < refunds.size(); i++) {
                if ((some >> i & 1) == 1 && refunds.get(i).amount.sameCurrency(sum)) {
                    total = total.plus(refunds.get(i).amount);
                }
            }
            ways += total.equals(sum) ? 1 : 0;
        }
        return ways;
    }

    /** What may be its money, and was not accepted by a person as it stands, keeps a watch going. */
    private boolean endWatches(Turn turn, Money atGateway, Money unexplained, Instant now) {
        List<LedgerOperation> over =
                watched(turn).stream().filter(refund -> !isWatched(refund, now)).toList();
        if (over.isEmpty()) {
            return false;
        }
        Money accepted = engine.database()
                .read(sql -> GatewaySums.accepted(
                        sql, turn.id(), FindingKind.ONLY_AT_GATEWAY, Money.zero(atGateway.currency())));
        boolean asAccepted = accepted.isPositive() && accepted.equals(unexplained);
        List<LedgerOperation> ended = over.stream()
                .filter(refund -> asAccepted || !mayBeOf(refund, turn, atGateway))
                .map(refund -> turn.storeQuietly(refund.edit().watchedNoMore()))
                .toList();
        return !ended.isEmpty();
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
