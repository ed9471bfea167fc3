package io.maksut.sandbox.shopify.order;

import java.time.Instant;

/** A chargeback. Immutable. */
public record Dispute(long id, String gateway, Money amount, Instant initiatedAt) {}
