package io.maksut.sandbox.shopify.order;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The sums of an order, as the shop shows them. Immutable. */
public final class Totals {
    private final Order order;

    Totals(Order order) {
        this.order = order;
    }

    // Goods

    public MoneyBag subtotal() {
        Money sum = order.zero();
        for (LineItem line : order.lines()) {
            sum = sum.plus(line.price(line.quantity()));
        }
        return order.bag(sum);
    }

    public MoneyBag currentSubtotal() {
        Money sum = order.zero();
        for (LineItem line : order.lines()) {
            sum = sum.plus(line.price(line.currentQuantity()));
        }
        return order.bag(sum);
    }

    public MoneyBag tax() {
        Money sum = order.zero();
        for (LineItem line : order.lines()) {
            sum = sum.plus(line.tax(line.quantity()));
        }
        return order.bag(sum);
    }

    public MoneyBag currentTax() {
        Money sum = order.zero();
        for (LineItem line : order.lines()) {
            sum = sum.plus(line.tax(line.currentQuantity()));
        }
        return order.bag(sum);
    }

    public MoneyBag shipping() {
        ShippingLine line = order.shipping();
        return order.bag(line == null ? order.zero() : line.price());
    }

    public MoneyBag refundedShipping() {
        return order.bag(order.refunds().stream().map(Refund::shipping).reduce(order.zero(), Money::plus));
    }

    public MoneyBag currentShipping() {
        return shipping().minus(refundedShipping());
    }

    /** Before returns. */
    public MoneyBag total() {
        return subtotal().plus(tax()).plus(shipping());
    }

    /** After returns, edits and cancellation. */
    public MoneyBag currentTotal() {
        return currentSubtotal().plus(currentTax()).plus(currentShipping());
    }

    // Money

    /** What came from the customer, before refunds. */
    public MoneyBag received() {
        return sum(t -> t.pays() && t.succeeded());
    }

    /** Successful refunds only: one that is pending is not in it. */
    public MoneyBag refunded() {
        return sum(t -> t.is(Transaction.REFUND) && t.succeeded());
    }

    /** As {@link #refunded()}, of one refund. */
    public MoneyBag refunded(Refund refund) {
        return sum(t -> refund.transactionIds().contains(t.id()) && t.succeeded());
    }

    public MoneyBag net() {
        return received().minus(refunded());
    }

    public MoneyBag capturable() {
        Money sum = order.zero();
        for (Transaction transaction : order.transactions()) {
            sum = sum.plus(order.capturable(transaction));
        }
        return order.bag(sum);
    }

    /** What may still be given back of all payments together; credit given instead of money counts as given back. */
    public MoneyBag refundable() {
        Money sum = order.zero();
        for (Transaction transaction : order.transactions()) {
            sum = sum.plus(order.refundable(transaction));
            if (transaction.is(Transaction.REFUND) && transaction.parentId() == null && !transaction.refused()) {
                sum = sum.minus(transaction.amount());
            }
        }
        return order.bag(sum.signum() < 0 ? order.zero() : sum);
    }

    /** Negative when the merchant owes the customer. */
    public MoneyBag outstanding() {
        return currentTotal().minus(net()).plus(discrepancy());
    }

    /** Positive in the merchant's favour. */
    public MoneyBag discrepancy() {
        MoneyBag sum = order.placement().zero();
        for (Refund refund : order.refunds()) {
            for (Adjustment adjustment : discrepancies(refund)) {
                sum = sum.plus(adjustment.amount());
            }
        }
        return sum;
    }

    /**
     * How the refund's money differs from its lines. While money is pending, an opposite entry takes it out again, so the
     * sum of adjustments tells nothing about money.
     */
    public List<Adjustment> discrepancies(Refund refund) {
        List<Adjustment> found = new ArrayList<>();
        if (!refund.balanced()) {
            return found;
        }
        Money asked = order.zero();
        Money pending = order.zero();
        for (Transaction transaction : order.transactionsOf(refund)) {
            if (!transaction.refused()) {
                asked = asked.plus(transaction.amount());
            }
            if (transaction.inFlight()) {
                pending = pending.plus(transaction.amount());
            }
        }
        Money difference = refund.expected().minus(asked);
        if (difference.signum() != 0) {
            String given = refund.discrepancyReason();
            found.add(new Adjustment(
                    refund.adjustmentIds().first(),
                    "refund_discrepancy",
                    given == null ? "REFUND_DISCREPANCY" : given,
                    order.bag(difference)));
        }
        if (pending.signum() != 0) {
            found.add(new Adjustment(
                    refund.adjustmentIds().second(),
                    "refund_discrepancy",
                    "PENDING_REFUND_DISCREPANCY",
                    order.bag(pending)));
        }
        return found;
    }

    // Statuses, as the GraphQL enums name them

    public String financialStatus() {
        MoneyBag received = received();
        if (received.presentment().signum() > 0) {
            if (refunded().presentment().signum() > 0) {
                return net().presentment().signum() > 0 ? "PARTIALLY_REFUNDED" : "REFUNDED";
            }
            Money due = currentTotal().presentment().min(total().presentment());
            return due.above(received.presentment()) ? "PARTIALLY_PAID" : "PAID";
        }
        if (total().presentment().signum() == 0) {
            return "PAID";
        }
        if (capturable().presentment().signum() > 0) {
            return "AUTHORIZED";
        }
        boolean voided = has(t -> t.is(Transaction.VOID) && t.succeeded());
        return voided ? "VOIDED" : "PENDING";
    }

    public boolean paid() {
        return financialStatus().equals("PAID");
    }

    public String fulfillmentStatus() {
        int current = 0;
        int fulfilled = 0;
        int unfulfilled = 0;
        for (LineItem line : order.lines()) {
            current += line.currentQuantity();
            fulfilled += line.fulfilled();
            unfulfilled += line.unfulfilledQuantity();
        }
        if (fulfilled > 0) {
            return unfulfilled == 0 ? "FULFILLED" : "PARTIALLY_FULFILLED";
        }
        return current == 0 && order.cancellation() != null ? "RESTOCKED" : "UNFULFILLED";
    }

    private MoneyBag sum(Predicate<Transaction> wanted) {
        MoneyBag sum = order.placement().zero();
        for (Transaction transaction : order.transactions()) {
            if (wanted.test(transaction)) {
                sum = sum.plus(order.bag(transaction.amount()));
            }
        }
        return sum;
    }

    private boolean has(Predicate<Transaction> wanted) {
        return order.transactions().stream().anyMatch(wanted);
    }
}
