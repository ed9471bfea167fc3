package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.text.Identifiers;

/**
 * A refund of the payment, from the shop or direct, that is not finished somewhere. Immutable and thread-safe.
 *
 * @param id its id in that place; not blank, at most 255 characters, no control characters
 */
public record RefundInFlight(String id, Money amount, Place place, Initiator initiator) {
    /** Where it is not finished. */
    public enum Place {
        PLATFORM,
        LEDGER,
        GATEWAY
    }

    /** Who asked for it. */
    public enum Initiator {
        SHOP,
        DIRECT
    }

    /**
     * @throws IllegalArgumentException if the id breaks the rules above
     */
    public RefundInFlight {
        Identifiers.require("Refund id", id);
    }
}
