package io.maksut.payment;

import io.maksut.text.Identifiers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One refund as the gateway lists it. Immutable and thread-safe.
 *
 * @param id the gateway's id of the refund; not blank, at most 255 characters, no control characters
 * @param amount not negative
 * @param created when the gateway recorded it; null if it does not tell
 * @param rawState the gateway's own word
 */
public record Refund(
        String id,
        Money amount,
        RefundState state,
        @Nullable Instant created,
        String rawState) {
    /**
     * @throws IllegalArgumentException if the amount is negative or the id breaks the rules above
     */
    public Refund {
        Identifiers.require("Refund id", id);
        if (amount.isNegative()) {
            throw new IllegalArgumentException("Refund amount is negative");
        }
    }

    /** Leaves out the gateway's own words. */
    @Override
    public String toString() {
        return "Refund[" + id + ", " + amount + ", " + state + "]";
    }
}
