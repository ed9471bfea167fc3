package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.text.Identifiers;

/**
 * A refund that somebody recorded in the order by hand without money, so that the shop has less left to refund than is
 * asked for (domain rule row 7). Immutable and thread-safe.
 *
 * @param id the shop's id of the record; not blank, at most 255 characters, no control characters
 * @param portalPays whether the shop's refunds are paid by this engine, so that the record can be turned into a request
 */
public record HandRecord(String id, Money amount, boolean portalPays) {
    /**
     * @throws IllegalArgumentException if the id breaks the rules above
     */
    public HandRecord {
        Identifiers.require("Shop refund id", id);
    }
}
