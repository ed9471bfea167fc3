package io.maksut.sandbox.shopify.shop;

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
        @Nullable Instant authorizationExpiresAt) {}
