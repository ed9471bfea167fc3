package io.maksut.sandbox.shopify.order;

import java.time.Instant;
import java.util.List;

/**
 * A return in which the customer takes other goods instead. Immutable.
 *
 * @param returned how many pieces come back
 * @param taken the lines that the customer gets instead, each with the id of its exchange line item
 */
public record Exchange(long id, String name, Instant createdAt, int returned, List<TakenLine> taken) {
    /** A line that is given instead. */
    public record TakenLine(long id, long lineItemId, int quantity) {}

    public Exchange {
        taken = List.copyOf(taken);
    }
}
