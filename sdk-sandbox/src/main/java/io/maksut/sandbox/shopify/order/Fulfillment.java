package io.maksut.sandbox.shopify.order;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parcel. Immutable. */
public record Fulfillment(
        long id,
        String name,
        Instant createdAt,
        Instant updatedAt,
        List<FulfilledLine> lines,
        @Nullable String trackingCompany,
        @Nullable String trackingNumber) {
    /** A line in the parcel. */
    public record FulfilledLine(long id, long lineItemId, int quantity) {}

    public Fulfillment {
        lines = List.copyOf(lines);
    }

    public int quantity() {
        return lines.stream().mapToInt(FulfilledLine::quantity).sum();
    }

    public Fulfillment tracked(String company, String number, Instant at) {
        return new Fulfillment(id, name, createdAt, at, lines, company, number);
    }
}
