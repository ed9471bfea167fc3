package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.storage.Sql;
import io.maksut.sync.RefundedSum.OnRecord;
import io.maksut.sync.StatementTable.Stated;
import java.util.List;
import java.util.stream.Stream;

/** Sums that the ledger knows of what a gateway shows as refunded. */
final class GatewaySums {
    private static final List<DiscrepancyKind> UNEXPLAINED = Stream.of(DiscrepancyKind.values())
            .filter(DiscrepancyKind::isUnexplainedMoney)
            .toList();

    private GatewaySums() {}

    /** What certainly went back for the ledger's refunds, in the currency of {@code zero}. */
    static Money moved(List<LedgerOperation> refunds, Money zero) {
        return refunds.stream()
                .filter(refund -> refund.amount.sameCurrency(zero))
                .map(LedgerOperation::moneyMoved)
                .reduce(zero, Money::plus);
    }

    /** What the gateway shows as refunded of this payment, read just now, and how much of it is explained. */
    static RefundedSum refunded(Engine engine, PaymentClaim claim, Payment payment) {
        Money zero = Money.zero(payment.amounts().currency());
        RefundedSum plain = RefundedSum.of(payment, claim.refunds(), claim.captures(), new OnRecord(zero, zero));
        if (plain.rest().isZero() && claim.refunds().stream().allMatch(it -> it.watchedUntil == null)) {
            return plain;
        }
        OnRecord onRecord =
                engine.database().read(sql -> onRecord(sql, claim.id(), claim.payment(), claim.refunds(), zero));
        return RefundedSum.of(payment, claim.refunds(), claim.captures(), onRecord);
    }

    /** What people put on record of the payment's sum, in the currency of {@code zero}. */
    static OnRecord onRecord(Sql sql, long claim, PaymentId payment, List<LedgerOperation> refunds, Money zero) {
        List<Stated> statements = StatementTable.all(sql, payment);
        return onRecord(sql, claim, statements, PaidFailures.of(sql, statements, refunds), zero);
    }

    /** Where statements explain money, accepted discrepancies explain nothing beside them. */
    static OnRecord onRecord(Sql sql, long claim, List<Stated> statements, PaidFailures paidFailures, Money zero) {
        Stream<Money> elsewhere = statements.stream()
                .filter(it -> it.kind() == StatementTable.Kind.REFUNDED_ELSEWHERE && !it.withdrawn())
                .flatMap(it -> Stream.ofNullable(it.amount()));
        List<Money> stated = Stream.concat(elsewhere, paidFailures.amounts().stream())
                .filter(zero::sameCurrency)
                .toList();
        return new OnRecord(
                stated.isEmpty()
                        ? accepted(sql, claim, UNEXPLAINED, zero)
                        : stated.stream().reduce(zero, Money::plus),
                accepted(sql, claim, DiscrepancyKind.REFUND_CAME_BACK, zero));
    }

    /** How much of a difference between ledger and gateway people have accepted, in the currency of {@code zero}. */
    static Money accepted(Sql sql, long claim, DiscrepancyKind kind, Money zero) {
        return accepted(sql, claim, List.of(kind), zero);
    }

    private static Money accepted(Sql sql, long claim, List<DiscrepancyKind> kinds, Money zero) {
        return DiscrepancyTable.accepted(sql, claim, kinds).stream()
                .filter(amount -> amount.sameCurrency(zero))
                .reduce(zero, Money::plus);
    }
}
