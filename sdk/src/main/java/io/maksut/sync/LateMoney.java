package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.portal.RefundAttempt;
import java.time.Instant;
import java.util.List;

/** What a gateway shows that may be the money of an attempt which was taken for not moved. Pure. */
final class LateMoney {
    private LateMoney() {}

    /**
     * How much more is refunded than before the latest attempt of this refund, beside what the ledger knows as paid since, and
     * at most what nothing explains; zero if there is none. What was there before the attempt is none of its money.
     *
     * @param refunds all of the payment
     * @param atGateway what the gateway shows as refunded
     */
    static Money of(LedgerRefund refund, List<LedgerRefund> refunds, Money atGateway) {
        Money zero = Money.zero(refund.amount.currency());
        RefundAttempt attempt = refund.attempt;
        Instant since = refund.attemptAt;
        if (attempt == null || since == null || !atGateway.sameCurrency(zero)) {
            return zero;
        }
        Money byOthers = refunds.stream()
                .filter(it -> it.id != refund.id && it.endedAt != null && !it.endedAt.isBefore(since))
                .filter(it -> it.amount.sameCurrency(zero))
                .map(LedgerRefund::moneyMoved)
                .reduce(zero, Money::plus);
        Money more = atGateway
                .minus(attempt.refundedBefore())
                .minus(refund.moneyMoved())
                .minus(byOthers);
        Money unexplained = Comparison.unexplained(refunds, atGateway);
        Money least = more.compareTo(unexplained) < 0 ? more : unexplained;
        return least.isPositive() ? least : zero;
    }

    /**
     * Whether it is enough to be that refund's. Where a person has looked at the gateway and closed it as not paid, what was
     * there is not: only just its amount asks again.
     */
    static boolean mayBeOf(LedgerRefund refund, List<LedgerRefund> refunds, Money atGateway) {
        Money late = of(refund, refunds, atGateway);
        return refund.state == LedgerRefund.State.CLOSED_AS_DECLINED
                ? late.equals(refund.amount)
                : late.compareTo(refund.amount) >= 0;
    }
}
