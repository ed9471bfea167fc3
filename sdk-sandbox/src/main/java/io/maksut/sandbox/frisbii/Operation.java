package io.maksut.sandbox.frisbii;

/** What an acquirer can decline. */
public enum Operation {
    CHARGE,
    SETTLE,
    CANCEL,
    REFUND
}
