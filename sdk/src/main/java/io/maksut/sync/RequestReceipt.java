package io.maksut.sync;

/**
 * What became of a shop's request to refund. It is stored when this is returned. Immutable and thread-safe.
 *
 * @param refund as it is in the ledger
 * @param kind whether it is new
 */
public record RequestReceipt(LedgerRefund refund, Kind kind) {
    /** Whether a request is new. */
    public enum Kind {
        NEW,
        /** The same came in before; it is the same refund. */
        REPEATED,
        /** One came in before under the same id for another payment or amount; that one stands, this one counts for nothing. */
        CONTRADICTS
    }
}
