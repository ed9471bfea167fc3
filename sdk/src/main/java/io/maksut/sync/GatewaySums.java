package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.storage.Sql;
import io.maksut.sync.RefundedSum.OnRecord;
import io.maksut.sync.StatementTable.Stated;
import java.util.List;
import java.util.stream.Stream;

/** What the ledger can say of the sum that a gateway shows as refunded. */
final class GatewaySums {
    private GatewaySums() {}

    /** What went back for the refunds of the ledger, in the currency of {@code zero}. */
    static Money moved(List<LedgerOperation> refunds, Money zero) {
        return refunds.stream()
                .filter(refund -> refund.amount.sameCurrency(zero))
                .map(LedgerOperation::moneyMoved)
                .reduce(zero, Money::plus);
    }

    /** What the gateway shows as refunded of the payment that was read just now, and how much of it is explained. */
    static RefundedSum refunded(Engine engine, Turn turn, Payment payment) {
        Money zero = Money.zero(payment.amounts().currency());
        RefundedSum plain = RefundedSum.of(payment, turn.refunds(), new OnRecord(zero, zero));
        if (plain.rest().isZero() && turn.refunds().stream().allMatch(it -> it.watchedUntil == null)) {
            return plain;
        }
        OnRecord onRecord =
                engine.database().read(sql -> onRecord(sql, turn.id(), turn.payment(), turn.refunds(), zero));
        return RefundedSum.of(payment, turn.refunds(), onRecord);
    }

    /** What people have put on record of the payment's sum, in the currency of {@code zero}. */
    static OnRecord onRecord(Sql sql, long turn, PaymentId payment, List<LedgerOperation> refunds, Money zero) {
        List<Stated> statements = StatementTable.all(sql, payment);
        return onRecord(sql, turn, statements, PaidFailures.of(sql, statements, refunds), zero);
    }

    /** While a statement explains money, findings that were accepted explain nothing beside it. */
    static OnRecord onRecord(Sql sql, long turn, List<Stated> statements, PaidFailures paidFailures, Money zero) {
        Stream<Money> elsewhere = statements.stream()
                .filter(it -> it.kind() == StatementTable.Kind.REFUNDED_ELSEWHERE && !it.withdrawn())
                .flatMap(it -> Stream.ofNullable(it.amount()));
        List<Money> stated = Stream.concat(elsewhere, paidFailures.amounts().stream())
                .filter(zero::sameCurrency)
                .toList();
        return new OnRecord(
                stated.isEmpty()
                        ? accepted(sql, turn, FindingKind.ONLY_AT_GATEWAY, zero)
                        : stated.stream().reduce(zero, Money::plus),
                accepted(sql, turn, FindingKind.REFUND_CAME_BACK, zero));
    }

    /** How much of a difference between ledger and gateway a person has accepted, in the currency of {@code zero}. */
    static Money accepted(Sql sql, long turn, FindingKind kind, Money zero) {
        return FindingTable.accepted(sql, turn, kind).stream()
                .filter(amount -> amount.sameCurrency(zero))
                .reduce(zero, Money::plus);
    }
}
