package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.LedgerOperation.State;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sums of the captures and refunds of one payment, from order and ledger, in the payment's currency.
 *
 * @param confirmed captured, as the gateway confirmed to us
 * @param refunded refunded of this payment, with or without money
 * @param moved refunded of this payment with money, so that the gateway has to show it
 * @param toOthers refunded to the order's other tenders
 */
record ShippedSums(Money confirmed, Money refunded, Money moved, Money toOthers) {
    static ShippedSums of(
            LedgerOperation capture,
            ShopOrder order,
            Money total,
            List<LedgerOperation> refunds,
            List<LedgerOperation> captures) {
        Money zero = Money.zero(total.currency());
        Predicate<OrderRefund> ours = it -> capture.payment.equals(it.payment());
        Predicate<OrderRefund> byHand = it -> it.money() == OrderRefund.Payout.NONE;
        Money byPlugin = shown(order, zero, ours.and(byHand.negate()));
        Money unshown = ledger(
                refunds,
                zero,
                it -> (it.seen == null || it.seen.gone()) && (it.state == State.SUCCEEDED || it.beforeCapture()));
        Money lowered = ledger(
                refunds,
                zero,
                it -> it.beforeCapture()
                        && (it.seen == null || it.seen.gone() || it.seen.payout() != OrderRefund.Payout.NONE));
        return new ShippedSums(
                ledger(captures, zero, it -> it.state == State.SUCCEEDED && it.amount.sameCurrency(zero)),
                shown(order, zero, ours.and(byHand)).plus(byPlugin).plus(unshown),
                byPlugin.plus(unshown).minus(lowered),
                shown(order, zero, ours.negate()));
    }

    private static Money shown(ShopOrder order, Money zero, Predicate<OrderRefund> which) {
        return order.refunds().stream()
                .filter(OrderRefund::succeeded)
                .filter(which)
                .map(OrderRefund::amount)
                .reduce(zero, Money::plus);
    }

    private static Money ledger(List<LedgerOperation> all, Money zero, Predicate<LedgerOperation> which) {
        return all.stream().filter(which).map(it -> it.amount).reduce(zero, Money::plus);
    }
}
