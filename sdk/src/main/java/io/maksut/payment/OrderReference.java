package io.maksut.payment;

import io.maksut.text.Identifiers;

/**
 * The shop's name for the order that a payment pays, as the gateway was told it. Immutable and thread-safe.
 *
 * @param value not blank, at most 255 characters, no control characters
 */
public record OrderReference(String value) {
    /**
     * @throws IllegalArgumentException if the value breaks the rules above; it is not quoted
     */
    public OrderReference {
        Identifiers.require("Order reference", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
