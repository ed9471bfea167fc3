package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.text.Identifiers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A direct refund of the payment that was made before. Immutable and thread-safe.
 *
 * @param id its id in the ledger; not blank, at most 255 characters, no control characters
 * @param at when it was begun
 * @param uses the failed shop refund or the release that it used up; null if it used none
 */
public record PaidDirectly(
        String id, Money amount, Instant at, @Nullable String uses) {
    /**
     * @throws IllegalArgumentException if the id breaks the rules above
     */
    public PaidDirectly {
        Identifiers.require("Direct refund id", id);
    }
}
