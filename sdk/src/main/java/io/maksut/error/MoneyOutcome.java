package io.maksut.error;

/**
 * What a call that failed did to the money, as far as it can be known. "Unknown" is never "failed". That it moved is never
 * said by an exception: a call of which that is known has succeeded, and answers with a receipt.
 */
public enum MoneyOutcome {
    /** It is certain that this call moved no money: it never left, was refused, or only read. */
    NOT_MOVED,
    /** The money may or may not have moved. Read the payment before anything else is tried. */
    UNKNOWN
}
