package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a gateway shows that may be the money of an attempt which was taken for not moved: how much more is refunded than before
 * that attempt, beside what else went out since. What was there before the attempt is none of its money. Pure.
 *
 * @param least without all that may have gone out since for something else: only this corrects a ledger
 * @param most without what certainly went out since for something else: this stops what would pay once more
 */
record LateMoney(Money least, Money most) {
    /**
     * @param refunds all of the payment
     * @param atGateway what the gateway shows as refunded
     * @param paidByLedger {@link GatewaySums#paidByLedger}: beside that there is no late money, though the attempt began on a
     *     stale read
     */
    static LateMoney of(LedgerOperation refund, List<LedgerOperation> refunds, Money atGateway, Money paidByLedger) {
        Money zero = Money.zero(refund.amount.currency());
        Attempt attempt = refund.attempt;
        Instant since = refund.attemptAt;
        if (attempt == null || since == null || !atGateway.sameCurrency(zero)) {
            return new LateMoney(zero, zero);
        }
        Money more = atGateway.minus(attempt.before().refunded()).minus(refund.moneyMoved());
        List<LedgerOperation> others =
                refunds.stream().filter(it -> it.id != refund.id).toList();
        Money certainly = sum(others, zero, it -> it.attemptAt != null && !it.attemptAt.isBefore(since));
        Money perhaps = sum(
                others, zero, it -> it.attemptAt != null && it.attemptAt.isBefore(since) && !movedBefore(it, since));
        Money byShops = Comparison.movedByShops(others, zero, since);
        Money beside = atGateway.minus(paidByLedger);
        Money later = more.minus(certainly);
        Money most = later.compareTo(beside) < 0 ? later : beside;
        return new LateMoney(most.minus(perhaps).minus(byShops), most);
    }

    /** Whether it is enough to be that refund's, if nothing else went out. */
    static boolean mayBeOf(LedgerOperation refund, List<LedgerOperation> refunds, Money atGateway, Money paidByLedger) {
        return of(refund, refunds, atGateway, paidByLedger).most().compareTo(refund.amount) >= 0;
    }

    private static boolean movedBefore(LedgerOperation refund, Instant since) {
        // The end of one that was corrected is when that was done.
        Instant at = refund.late != null && refund.lateSeenAt != null ? refund.lateSeenAt : refund.endedAt;
        return at != null && !at.isAfter(since);
    }

    private static Money sum(List<LedgerOperation> refunds, Money zero, Predicate<LedgerOperation> which) {
        return refunds.stream()
                .filter(which)
                .filter(it -> it.amount.sameCurrency(zero))
                .map(LedgerOperation::moneyMoved)
                .reduce(zero, Money::plus);
    }
}
