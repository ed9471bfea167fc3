package io.maksut.refund;

/**
 * One fact that decided a decision, for the ledger. Immutable and thread-safe.
 *
 * @param text in English; no personal data
 */
public record Evidence(Code code, String text) {
    /** The kinds of facts. */
    public enum Code {
        REQUEST,
        PAYMENT,
        IN_FLIGHT,
        SHOP_REFUND,
        ORDER,
        ORIGIN,
        NO_SHOP,
        RELEASE
    }

    @Override
    public String toString() {
        return code + ": " + text;
    }
}
