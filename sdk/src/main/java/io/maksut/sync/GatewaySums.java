package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.storage.Sql;
import java.util.List;

/** What the ledger can say of the sum that a gateway shows as refunded. */
final class GatewaySums {
    private GatewaySums() {}

    /**
     * What this ledger has paid of the payment, less what a person has accepted as come back: a gateway that shows less has
     * not caught up.
     */
    static Money paidByLedger(Engine engine, Turn turn, Money currency) {
        Money paid = moved(turn.refunds(), Money.zero(currency.currency()));
        if (!paid.isPositive()) {
            return paid;
        }
        Money back = engine.database()
                .read(sql -> accepted(sql, turn.id(), FindingKind.REFUND_CAME_BACK, Money.zero(currency.currency())));
        return back.compareTo(paid) < 0 ? paid.minus(back) : Money.zero(currency.currency());
    }

    /** What went back for the refunds of the ledger, in the currency of {@code zero}. */
    static Money moved(List<LedgerOperation> refunds, Money zero) {
        return refunds.stream()
                .filter(refund -> refund.amount.sameCurrency(zero))
                .map(LedgerOperation::moneyMoved)
                .reduce(zero, Money::plus);
    }

    /** How much of a difference between ledger and gateway a person has accepted, in the currency of {@code zero}. */
    static Money accepted(Sql sql, long turn, FindingKind kind, Money zero) {
        return SetAsideTable.readable(FindingTable.ofTurn(sql, turn)).stream()
                .filter(it -> it.kind() == kind && it.state() == Finding.State.ACCEPTED)
                .map(Finding::amount)
                .filter(amount -> amount.sameCurrency(zero))
                .reduce(zero, Money::plus);
    }
}
