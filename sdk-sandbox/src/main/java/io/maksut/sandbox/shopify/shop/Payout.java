package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a shop asks of a payment provider. Immutable.
 *
 * @param orderId gid
 * @param transactionId gid of the transaction that is pending because of it
 * @param gateway handle
 * @param paymentId of the original payment, which is all the provider knows of the order
 * @param amount in the customer's currency; zero for a void
 */
public record Payout(
        Kind kind,
        String orderId,
        String transactionId,
        String gateway,
        @Nullable String paymentId,
        Money amount,
        boolean test) {
    /** What is asked. */
    public enum Kind {
        REFUND,
        CAPTURE,
        VOID
    }
}
