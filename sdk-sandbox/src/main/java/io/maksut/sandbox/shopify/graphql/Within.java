package io.maksut.sandbox.shopify.graphql;

import io.maksut.sandbox.shopify.order.Order;
import java.util.List;

/** A part of an order with the order as it was when it was read. Immutable. */
record Within<T>(Order order, T part) {
    static <T> List<Within<T>> all(Order order, List<T> parts) {
        return parts.stream().map(part -> new Within<>(order, part)).toList();
    }
}
