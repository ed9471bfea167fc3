package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.refund.OrderFinding.Found;
import io.maksut.refund.RefundCase.Doubt;
import io.maksut.refund.RefundRules.Row;
import io.maksut.refund.Ruling.Allowed;
import io.maksut.refund.Ruling.Ground;
import io.maksut.refund.Ruling.Reason;
import io.maksut.refund.Ruling.Refused;
import io.maksut.refund.Ruling.Undetermined;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rulings that the rows of {@link RefundRules} give. */
final class Answers {
    private Answers() {}

    static Ruling notRefundable(RefundCase refund, Row row) {
        return refund.refusal()
                .map(refusal -> new Refused(
                        row.number(),
                        Reason.PAYMENT_DOES_NOT_ALLOW,
                        refusal,
                        null,
                        null,
                        null,
                        row.releasable(),
                        row.evidence(refund)))
                .orElseGet(() -> refuse(Reason.NO_AMOUNT, null, null, refund, row));
    }

    static Ruling refundInFlight(RefundCase refund, Row row) {
        return refuse(Reason.REFUND_IN_FLIGHT, null, null, refund, row);
    }

    static Ruling moneyMoved(RefundCase refund, Row row) {
        String id = refund.moved().map(ShopRefund::id).findFirst().orElseThrow();
        return refuse(Reason.MONEY_MOVED, id, null, refund, row);
    }

    static Ruling refundedSince(RefundCase refund, Row row) {
        return refuse(Reason.SHOP_REFUNDED_SINCE, null, null, refund, row);
    }

    static Ruling failureAllows(RefundCase refund, Row row) {
        ShopRefund failure = refund.usedFailure().orElseThrow();
        return allow(Ground.SHOP_REFUND_FAILED, failure.amount(), failure.id(), refund, row);
    }

    static Ruling failureDoubtful(RefundCase refund, Row row) {
        return undetermined(refund.doubt().orElseThrow(), refund, row);
    }

    static Ruling orderInShop(RefundCase refund, Row row) {
        Optional<ShopRefund> largest = refund.unused().max(Comparator.comparing(ShopRefund::amount));
        return largest.map(failure -> refuse(Reason.ABOVE_FAILED_AMOUNT, failure.id(), failure.amount(), refund, row))
                .orElseGet(() -> refuse(Reason.ORDER_IN_SHOP, null, null, refund, row));
    }

    static Ruling orderDoubtful(RefundCase refund, Row row) {
        return undetermined(refund.orderDoubt().orElseThrow(), refund, row);
    }

    static Ruling linkAllows(RefundCase refund, Row row) {
        return allow(
                Ground.PAYMENT_LINK_WITHOUT_ORDER, refund.payment().amounts().refundable(), null, refund, row);
    }

    static Ruling originUnknown(RefundCase refund, Row row) {
        return undetermined(new Doubt(Cause.ORIGIN_UNKNOWN, null), refund, row);
    }

    static Ruling neitherCase(RefundCase refund, Row row) {
        return refuse(Reason.NEITHER_CASE, null, null, refund, row);
    }

    /** The way out of rows 8, 11 and 12. */
    static Ruling releaseAllows(RefundCase refund, Row row) {
        String id = refund.unusedRelease().orElseThrow().statement().id();
        return allow(Ground.RELEASE, refund.payment().amounts().refundable(), id, refund, row);
    }

    private static Ruling allow(Ground ground, Money most, @Nullable String uses, RefundCase refund, Row row) {
        return new Allowed(
                row.number(),
                ground,
                refund.payment().id(),
                refund.requested(),
                Money.min(most, refund.payment().amounts().refundable()),
                refund.facts().now().plus(refund.facts().permitLife()),
                uses,
                row.evidence(refund));
    }

    private static Refused refuse(
            Reason reason, @Nullable String failedRefund, @Nullable Money atMost, RefundCase refund, Row row) {
        Found order = reason == Reason.NO_AMOUNT ? null : refund.order().orElse(null);
        return new Refused(
                row.number(), reason, null, order, failedRefund, atMost, row.releasable(), row.evidence(refund));
    }

    private static Ruling undetermined(Doubt doubt, RefundCase refund, Row row) {
        return new Undetermined(
                row.number(), doubt.cause(), doubt.askAgainAt(), row.releasable(), row.evidence(refund));
    }
}
