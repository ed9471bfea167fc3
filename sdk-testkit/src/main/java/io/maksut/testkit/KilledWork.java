package io.maksut.testkit;

/** What a worker is doing when it dies. */
public enum KilledWork {
    REFUND,
    CAPTURE,
    VOID,
    /** Shows a direct refund in a shop. */
    RECORD,
    /** Has a shop make a refund. */
    START
}
