package io.maksut.sync;

import io.maksut.payment.Amounts;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.LedgerOperation.State;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much is captured after an order has shipped: its gross total, less all its refunds, less what other tenders paid
 * and did not get back, less what is captured and not refunded (domain 4, ship to settle). Pure.
 */
sealed interface ShippedAmount {
    /** So much is captured. */
    record Capture(Money amount) implements ShippedAmount {}

    /** Nothing is left to capture for the order. */
    record Nothing(String why) implements ShippedAmount {}

    /** Something is under way that decides it. */
    record NotYet(String why) implements ShippedAmount {}

    /** It cannot be computed: a person decides. */
    record Person(ReviewReason reviewReason, String why) implements ShippedAmount {}

    /**
     * Judges a capture.
     *
     * @param capture of all that is left of the order, or of one parcel, and then of its worth at most
     * @param order read just now
     * @param payment read just now
     * @param refunds all refunds of the payment
     * @param captures all captures of the payment
     */
    static ShippedAmount of(
            LedgerOperation capture,
            ShopOrder order,
            Payment payment,
            List<LedgerOperation> refunds,
            List<LedgerOperation> captures) {
        Amounts now = payment.amounts();
        String unclear = whyUnclear(capture, order, now, refunds);
        if (unclear != null) {
            return unclear(unclear);
        }
        if (order.refunds().stream().anyMatch(ShippedAmount::isUnfinished)
                || refunds.stream().anyMatch(it -> it.state.inFlight())) {
            return new NotYet("a refund is under way");
        }
        Money total = order.total().orElseThrow();
        ShippedSums sums = ShippedSums.of(capture, order, total, refunds, captures);
        Money captured = RefundedSum.captured(payment, refunds, captures);
        Money refunded = RefundedSum.atGateway(payment, refunds, captures);
        if (captured.compareTo(sums.confirmed()) < 0) {
            return new NotYet("the gateway does not show all captures yet");
        }
        if (refunded.compareTo(sums.refunded()) > 0) {
            return unclear("more is refunded at the gateway than the shop shows");
        }
        if (captured.isPositive() && refunded.compareTo(sums.moved()) < 0) {
            return new NotYet("the gateway does not show all refunds yet");
        }
        Money kept = captured.minus(refunded);
        Money otherwise = order.paidOtherwise().orElseThrow();
        Money left = total.minus(sums.refunded())
                .minus(sums.toOthers())
                .minus(otherwise)
                .minus(kept);
        if (left.isNegative() && captured.isPositive()) {
            return unclear("more is captured than the order comes to: " + kept + " of " + left.plus(kept));
        }
        Money most = most(capture);
        Money amount = most == null ? left : least(least(most, left), ofParcels(order.fulfilment(), most, kept));
        if (!amount.isPositive()) {
            return new Nothing("nothing is left of the order: " + total + " less "
                    + sums.refunded().plus(sums.toOthers()) + " refunded, " + otherwise + " paid otherwise, "
                    + captured + " captured");
        }
        if (order.cancelled() || !isShipped(capture, order.fulfilment())) {
            return unclear("the shop does not show it as shipped any more, or it is cancelled");
        }
        return amount.compareTo(now.capturable()) > 0
                ? new Person(
                        ReviewReason.ORDER_ABOVE_RESERVED, amount + " to capture, " + now.capturable() + " reserved")
                : new Capture(amount);
    }

    /** Why order and payment cannot be compared; null if they can. */
    private static @Nullable String whyUnclear(
            LedgerOperation capture, ShopOrder order, Amounts now, List<LedgerOperation> refunds) {
        Money total = order.total().orElse(null);
        if (total == null) {
            return "the shop does not tell what the order comes to";
        }
        if (order.payments().size() > 1) {
            return "several payments paid the order";
        }
        if (!order.payments().contains(capture.payment)) {
            return "the order does not name the payment any more";
        }
        Money otherwise = order.paidOtherwise().orElse(null);
        if (otherwise == null) {
            return "it is not known what other tenders paid";
        }
        Money most = most(capture);
        boolean oneCurrency = total.sameCurrency(now.authorised())
                && total.sameCurrency(otherwise)
                && (most == null || most.sameCurrency(total))
                && order.refunds().stream().allMatch(it -> it.amount().sameCurrency(total))
                && refunds.stream()
                        .filter(it -> it.state != State.DECLINED)
                        .allMatch(it -> it.amount.sameCurrency(total));
        return oneCurrency ? null : "order and payment are in different currencies";
    }

    /** The worth of the capture's parcel; null if it is for all that is left of the order. */
    private static @Nullable Money most(LedgerOperation capture) {
        return capture.shipment().isPresent() ? capture.amount : null;
    }

    /** The worth of all parcels of the order, less what was captured: a parcel that was packed anew adds nothing. */
    private static Money ofParcels(Fulfilment fulfilment, Money most, Money kept) {
        Money worth = Money.zero(most.currency());
        for (Fulfilment.Shipment shipment : fulfilment.shipments()) {
            Money one = shipment.worth();
            if (one == null || !one.sameCurrency(most)) {
                return most;
            }
            worth = worth.plus(one);
        }
        return worth.minus(kept);
    }

    private static Money least(Money one, Money other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static ShippedAmount unclear(String why) {
        return new Person(ReviewReason.SHIPPED_UNCLEAR, why);
    }

    /** Whether the order still shows the shipment: it may have changed since the capture was asked for. */
    private static boolean isShipped(LedgerOperation capture, Fulfilment now) {
        Optional<String> parcel = capture.shipment();
        return now.complete()
                || now.shipments().stream()
                        .anyMatch(it -> parcel.filter(it.id()::equals).isPresent());
    }

    private static boolean isUnfinished(OrderRefund refund) {
        return refund.state() == ShopRefund.State.PENDING || refund.state() == ShopRefund.State.UNKNOWN;
    }

    /** Observed refunds that succeeded in the shop: before anything is captured they lower what is captured. */
    static List<LedgerOperation> lowering(List<LedgerOperation> refunds) {
        return refunds.stream()
                .filter(it -> it.state == State.OBSERVED)
                .filter(it ->
                        it.shownAs().filter(ShopRefund.State.SUCCEEDED::equals).isPresent())
                .toList();
    }
}
