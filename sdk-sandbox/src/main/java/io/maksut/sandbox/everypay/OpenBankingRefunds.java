package io.maksut.sandbox.everypay;

/** What a refund of an open-banking payment by API does; all three occur in the field, by bank and contract. */
public enum OpenBankingRefunds {
    /** The money goes back. */
    EXECUTED,
    /** State and standing amount change as if it had; no money moves. */
    STATUS_ONLY,
    /** Refused with code 4037. */
    REFUSED
}
