package io.maksut.sandbox.shopify.order;

import org.jspecify.annotations.Nullable;

/**
 * One line of an order. Immutable.
 *
 * @param unitPrice without tax, in the customer's currency
 * @param unitTax in the customer's currency
 * @param refunded by refunds, whatever became of their money; an edit and a cancellation record one too
 * @param returnId of the exchange it came with, or null
 */
public record LineItem(
        long id,
        String title,
        String sku,
        int quantity,
        Money unitPrice,
        Money unitTax,
        int refunded,
        int fulfilled,
        boolean giftCard,
        @Nullable Long returnId) {
    /** What the customer still has or still gets. */
    public int currentQuantity() {
        return quantity - refunded;
    }

    public int unfulfilledQuantity() {
        return Math.max(0, currentQuantity() - fulfilled);
    }

    public Money price(int count) {
        return unitPrice.times(count);
    }

    public Money tax(int count) {
        return unitTax.times(count);
    }

    public Money total(int count) {
        return price(count).plus(tax(count));
    }

    public LineItem withRefunded(int more) {
        return new LineItem(
                id, title, sku, quantity, unitPrice, unitTax, refunded + more, fulfilled, giftCard, returnId);
    }

    public LineItem withFulfilled(int more) {
        return new LineItem(
                id, title, sku, quantity, unitPrice, unitTax, refunded, fulfilled + more, giftCard, returnId);
    }

    public LineItem takenInReturn(long theReturn) {
        return new LineItem(id, title, sku, quantity, unitPrice, unitTax, refunded, fulfilled, giftCard, theReturn);
    }
}
