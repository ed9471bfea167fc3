package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.text.Identifiers;
import java.time.Instant;

/**
 * A refund of the payment that counts as unpaid, and whose request may still arrive at the gateway and be carried out: its
 * answer was lost before it was declined or closed. Immutable and thread-safe.
 *
 * @param id its id in the ledger; not blank, at most 255 characters, no control characters
 * @param at when it was sent
 * @param until until when it may arrive
 */
public record WatchedRefund(String id, Money amount, Instant at, Instant until) {
    /**
     * @throws IllegalArgumentException if the id breaks the rules above
     */
    public WatchedRefund {
        Identifiers.require("Refund id", id);
    }
}
