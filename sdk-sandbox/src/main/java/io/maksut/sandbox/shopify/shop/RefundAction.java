package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refund that the merchant makes in the admin. With nothing said it gives back all that is left: lines, shipping and
 * money. Amounts are in the customer's currency. Not thread-safe.
 */
public final class RefundAction {
    private final Shop shop;
    private final Refunds refunds;
    private final long orderId;
    private final List<RefundRequest.Line> lines = new ArrayList<>();
    private final List<RefundRequest.Payment> payments = new ArrayList<>();
    private @Nullable String shipping;
    private @Nullable String amount;
    private @Nullable String storeCredit;
    private @Nullable String note;
    private String restock = "NO_RESTOCK";
    private boolean withoutTransactions;
    private boolean overRefunding;

    public RefundAction(Shop shop, Refunds refunds, String orderId) {
        this.shop = shop;
        this.refunds = refunds;
        this.orderId = Gid.number("Order", orderId);
    }

    /** So many pieces of this line, and their price unless an amount is named. */
    public RefundAction line(String lineItemId, int quantity) {
        lines.add(new RefundRequest.Line(Gid.number("LineItem", lineItemId), quantity, restock));
        return this;
    }

    /** So much of the shipping cost. */
    public RefundAction shipping(String shippingAmount) {
        shipping = shippingAmount;
        return this;
    }

    /** So much money, whatever the lines are worth; taken from the payments in their order. */
    public RefundAction amount(String total) {
        amount = total;
        return this;
    }

    /** So much of this payment. */
    public RefundAction amount(String transactionId, String part) {
        payments.add(new RefundRequest.Payment(
                Gid.number("OrderTransaction", transactionId),
                Money.of(part, shop.order(orderId).placement().currency())));
        return this;
    }

    /** So much as credit in the shop instead of money. */
    public RefundAction storeCredit(String credit) {
        storeCredit = credit;
        return this;
    }

    /** Records the lines and moves no money. */
    public RefundAction withoutTransactions() {
        withoutTransactions = true;
        return this;
    }

    /** For the lines named after this: CANCEL, RETURN or NO_RESTOCK, which is the default. */
    public RefundAction restock(String type) {
        restock = type;
        return this;
    }

    public RefundAction note(String text) {
        note = text;
        return this;
    }

    /** More than is left of the payments. */
    public RefundAction overRefunding() {
        overRefunding = true;
        return this;
    }

    /**
     * Refunds.
     *
     * @throws Refusal when the shop does not do that
     */
    public Refunds.Result make() {
        Order order = shop.order(orderId);
        String currency = order.placement().currency();
        boolean moneyNamed = amount != null || storeCredit != null || !payments.isEmpty();
        boolean everything = lines.isEmpty() && shipping == null && !moneyNamed;
        if (everything) {
            for (LineItem line : order.lines()) {
                if (line.currentQuantity() > 0) {
                    lines.add(new RefundRequest.Line(line.id(), line.currentQuantity(), restock));
                }
            }
        }
        Money shippingPart = everything
                ? order.totals().currentShipping().presentment()
                : shipping == null ? Money.zero(currency) : Money.of(shipping, currency);
        if (!withoutTransactions && (amount != null || !moneyNamed)) {
            payments.addAll(spread(order, amount == null ? worth(order, shippingPart) : Money.of(amount, currency)));
        }
        return refunds.refund(new RefundRequest(
                orderId,
                lines,
                shippingPart,
                payments,
                storeCredit == null ? null : Money.of(storeCredit, currency),
                overRefunding,
                note,
                null,
                null,
                true));
    }

    private Money worth(Order order, Money shippingPart) {
        Money sum = shippingPart;
        for (RefundRequest.Line line : lines) {
            sum = sum.plus(order.line(line.lineItemId()).orElseThrow().total(line.quantity()));
        }
        return sum.min(order.totals().refundable().presentment());
    }

    /** Takes an amount from the payments in their order; what is too much stays with the last. */
    static List<RefundRequest.Payment> spread(Order order, Money total) {
        List<RefundRequest.Payment> parts = new ArrayList<>();
        Money left = total;
        for (Transaction payment : order.transactions()) {
            Money part = order.refundable(payment).min(left);
            if (part.signum() > 0) {
                parts.add(new RefundRequest.Payment(payment.id(), part));
                left = left.minus(part);
            }
        }
        if (left.signum() > 0) {
            RefundRequest.Payment last = parts.isEmpty()
                    ? order.transactions().stream()
                            .filter(Transaction::pays)
                            .filter(Transaction::succeeded)
                            .reduce((first, second) -> second)
                            .map(payment -> new RefundRequest.Payment(payment.id(), order.zero()))
                            .orElseThrow(() -> new Refusal("There is no payment to refund", "transactions"))
                    : parts.remove(parts.size() - 1);
            parts.add(new RefundRequest.Payment(last.parentId(), last.amount().plus(left)));
        }
        return parts;
    }
}
