package io.maksut.sync;

import io.maksut.payment.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money that went out after it had been taken for not moved: an attempt's answer was lost, it was declined or proved unpaid
 * later, or a person closed it, and then the gateway carried it out all the same. For a day the gateway is compared with the
 * ledger again and again; what it shows beyond all that is explained, twice a settle delay apart, and is exactly such a
 * refund's amount, corrects what the ledger says. Where two such refunds have that amount a person has to look. Thread-safe.
 */
final class LateArrivals {
    private static final Logger LOG = LoggerFactory.getLogger(LateArrivals.class);

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

    /** Whether the ledger was corrected, so that the differences are not what they were. */
    boolean correct(Turn turn, List<Difference> differences) {
        Money more = differences.stream()
                .filter(it -> it.kind() == FindingKind.ONLY_AT_GATEWAY)
                .map(Difference::amount)
                .findFirst()
                .orElse(null);
        if (more == null || !seenBefore(turn, more)) {
            return false;
        }
        List<LedgerRefund> candidates = turn.refunds().stream()
                .filter(refund -> refund.watchedUntil != null && refund.amount.equals(more))
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

    /** A shop's own refund may be at the gateway a moment before the shop shows it. */
    private boolean seenBefore(Turn turn, Money more) {
        Instant since = engine.now().minus(engine.settings().settleDelay());
        Optional<Finding> known =
                SetAsideTable.readable(engine.database().read(sql -> FindingTable.ofTurn(sql, turn.id()))).stream()
                        .filter(it -> it.kind() == FindingKind.ONLY_AT_GATEWAY && it.state() != Finding.State.GONE)
                        .findFirst();
        return known.filter(it -> it.amount().equals(more) && !it.firstSeenAt().isAfter(since))
                .isPresent();
    }
}
