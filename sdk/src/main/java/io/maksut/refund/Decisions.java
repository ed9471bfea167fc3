package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.refund.OrderFinding.Found;
import io.maksut.refund.RefundCase.Doubt;
import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.RefundDecision.Ground;
import io.maksut.refund.RefundDecision.Reason;
import io.maksut.refund.RefundDecision.Refused;
import io.maksut.refund.RefundDecision.Undetermined;
import io.maksut.refund.RefundRules.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decisions that the rows of {@link RefundRules} give. */
final class Decisions {
    private Decisions() {}

    static RefundDecision notRefundable(RefundCase refund, Row row) {
        return refund.denial()
                .map(denial -> new Refused(
                        row.number(),
                        Reason.PAYMENT_DOES_NOT_ALLOW,
                        denial,
                        null,
                        null,
                        null,
                        row.releasable(refund),
                        row.evidence(refund)))
                .orElseGet(() -> refuse(Reason.NO_AMOUNT, null, null, refund, row));
    }

    static RefundDecision refundInFlight(RefundCase refund, Row row) {
        return refuse(Reason.REFUND_IN_FLIGHT, null, null, refund, row);
    }

    static RefundDecision moneyMoved(RefundCase refund, Row row) {
        ShopRefund moved = refund.moved()
                .filter(refund::madeAgain)
                .findFirst()
                .orElseGet(() -> refund.moved().findFirst().orElseThrow());
        boolean again = refund.madeAgain(moved);
        return refuse(again ? Reason.MONEY_MOVED_TWICE : Reason.MONEY_MOVED, moved.id(), null, refund, row);
    }

    static RefundDecision refundedSince(RefundCase refund, Row row) {
        return refuse(Reason.SHOP_REFUNDED_SINCE, null, null, refund, row);
    }

    static RefundDecision failureAllows(RefundCase refund, Row row) {
        ShopRefund failure = refund.usedFailure().orElseThrow();
        return allow(
                Ground.SHOP_REFUND_FAILED,
                failure.amount(),
                failure.id(),
                refund.permitQuestions(failure),
                refund,
                row);
    }

    static RefundDecision failureDoubtful(RefundCase refund, Row row) {
        return undetermined(refund.rowSixDoubt().orElseThrow(), refund, row);
    }

    static RefundDecision orderInShop(RefundCase refund, Row row) {
        Optional<ShopRefund> largest = refund.unused().max(Comparator.comparing(ShopRefund::amount));
        return largest.map(failure -> refuse(Reason.ABOVE_FAILED_AMOUNT, failure.id(), failure.amount(), refund, row))
                .orElseGet(() -> refund.facts()
                        .handRecord()
                        .map(record -> refundedByHand(record, refund, row))
                        .orElseGet(() -> refuse(Reason.ORDER_IN_SHOP, null, null, refund, row)));
    }

    /** Nothing is left to refund in the shop, and no money went: the step to take depends on who pays. */
    private static Refused refundedByHand(HandRecord record, RefundCase refund, Row row) {
        Reason reason = record.portalPays() ? Reason.BY_HAND_PORTAL_PAYS : Reason.BY_HAND_SHOP_PAYS;
        return refuse(reason, record.id(), record.amount(), refund, row);
    }

    static RefundDecision orderDoubtful(RefundCase refund, Row row) {
        return undetermined(refund.orderDoubt().orElseThrow(), refund, row);
    }

    static RefundDecision linkAllows(RefundCase refund, Row row) {
        return allow(
                Ground.PAYMENT_LINK_WITHOUT_ORDER,
                refund.payment().amounts().refundable(),
                null,
                refund.permitQuestions(null),
                refund,
                row);
    }

    static RefundDecision originUnknown(RefundCase refund, Row row) {
        return undetermined(new Doubt(Cause.ORIGIN_UNKNOWN, null), refund, row);
    }

    static RefundDecision neitherCase(RefundCase refund, Row row) {
        return refuse(Reason.NEITHER_CASE, null, null, refund, row);
    }

    static RefundDecision moneyDoubtful(RefundCase refund, Row row) {
        return undetermined(refund.moneyDoubt().orElseThrow(), refund, row);
    }

    /** The way out of rows 8, 11 and 12, and of row 7 where the order was refunded by hand. */
    static RefundDecision releaseAllows(RefundCase refund, Row row) {
        String id = refund.unusedRelease().orElseThrow().statement().id();
        return allow(
                Ground.RELEASE, refund.payment().amounts().refundable(), id, refund.permitQuestions(null), refund, row);
    }

    private static RefundDecision allow(
            Ground ground,
            Money most,
            @Nullable String uses,
            List<RefundQuestion> questions,
            RefundCase refund,
            Row row) {
        return new Allowed(
                row.number(),
                ground,
                refund.payment().id(),
                refund.requested(),
                Money.min(most, refund.payment().amounts().refundable()),
                refund.facts().now().plus(refund.facts().permitLife()),
                uses,
                questions,
                row.evidence(refund));
    }

    private static Refused refuse(
            Reason reason, @Nullable String failedRefund, @Nullable Money atMost, RefundCase refund, Row row) {
        Found order = reason == Reason.NO_AMOUNT ? null : refund.order().orElse(null);
        return new Refused(
                row.number(), reason, null, order, failedRefund, atMost, row.releasable(refund), row.evidence(refund));
    }

    private static RefundDecision undetermined(Doubt doubt, RefundCase refund, Row row) {
        return new Undetermined(
                row.number(),
                doubt.cause(),
                doubt.askAgainAt(),
                row.releasable(refund),
                refund.orders(),
                doubt.cause() == Cause.FAILURE_MAY_BE_KNOWN ? refund.openQuestions() : List.of(),
                row.evidence(refund));
    }
}
