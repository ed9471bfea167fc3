package io.maksut.sandbox.shopify.order;

import java.time.Instant;

/** A field that an app added to an order. Immutable. */
public record Metafield(
        long id, String namespace, String key, String type, String value, Instant createdAt, Instant updatedAt) {}
