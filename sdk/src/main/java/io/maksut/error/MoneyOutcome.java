package io.maksut.error;

/** What a call did to the money, as far as it can be known. "Unknown" is never "failed". */
public enum MoneyOutcome {
    /** The gateway confirmed that the money moved. */
    MOVED,
    /** It is certain that this call moved no money: it never left, was refused, or only read. */
    NOT_MOVED,
    /** The money may or may not have moved. Read the payment before anything else is tried. */
    UNKNOWN
}
