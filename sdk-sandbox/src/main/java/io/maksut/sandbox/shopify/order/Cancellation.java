package io.maksut.sandbox.shopify.order;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That and why an order was cancelled. Immutable.
 *
 * @param reason of the GraphQL enum: CUSTOMER, DECLINED, FRAUD, INVENTORY, OTHER, STAFF
 */
public record Cancellation(
        Instant at, String reason, @Nullable String staffNote) {}
