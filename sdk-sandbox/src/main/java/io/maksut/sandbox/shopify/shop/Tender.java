package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Transaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a part of an order is paid. Immutable.
 *
 * @param kind SALE or AUTHORIZATION
 * @param amount in the customer's currency, null for all that the other parts leave
 */
record Tender(
        String kind,
        String status,
        String gateway,
        @Nullable String paymentId,
        @Nullable String amount,
        @Nullable String errorCode,
        @Nullable Instant authorizationExpiresAt) {
    Tender until(Instant instant) {
        return kind.equals(Transaction.AUTHORIZATION)
                ? new Tender(kind, status, gateway, paymentId, amount, errorCode, instant)
                : this;
    }
}
