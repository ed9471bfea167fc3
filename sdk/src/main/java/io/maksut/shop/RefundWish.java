package io.maksut.shop;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.text.Identifiers;
import io.maksut.text.StorableText;

/**
 * A refund that a caller wants the shop to make, as its staff would: the shop then asks for the money in its own way. Immutable
 * and thread-safe.
 *
 * @param id the caller's: the same id is the same refund for ever
 * @param orderId as {@link ShopOrder#id}
 * @param payment which of the order's payments is to be given back
 * @param amount in the currency of the payment
 * @param note for the merchant to read, at most 500 characters; no personal data
 */
public record RefundWish(String id, String orderId, PaymentId payment, Money amount, String note) {
    private static final int LONGEST_NOTE = 500;

    /**
     * @throws IllegalArgumentException if a part breaks the rules above, or the amount is not positive
     */
    public RefundWish {
        Identifiers.require("Wish id", id);
        Identifiers.require("Order id", orderId);
        if (!amount.isPositive() || note.length() > LONGEST_NOTE || !StorableText.isStorable(note)) {
            throw new IllegalArgumentException("a refund has a positive amount and a short note");
        }
    }

    /** Leaves out the note, which a person wrote. */
    @Override
    public String toString() {
        return "RefundWish[" + id + ", " + orderId + ", " + payment + ", " + amount + "]";
    }
}
