package io.maksut.payment;

/** How far one refund has come at the gateway. */
public enum RefundState {
    REFUNDED,
    /** Accepted, the money has not moved yet (methods other than cards). */
    PROCESSING,
    FAILED,
    /** The gateway said something we do not know; {@link Refund#rawState} keeps its words. */
    UNKNOWN
}
