package io.maksut.webhook;

/**
 * What a gateway says has happened to a payment, in words common to all gateways. Only the payment's own status counts.
 */
public enum NotificationKind {
    /** The payment was started. */
    CREATED,
    /** The bank approved. */
    AUTHORISED,
    /** Handed over for capture. */
    MARKED_FOR_CAPTURE,
    /** Processed to the end. */
    SETTLED,
    /** The merchant received the money. */
    FUNDS_RECEIVED,
    /** Declined, or a technical fault. */
    FAILED,
    /** The customer did not finish. */
    ABANDONED,
    /** The authorisation was cancelled. */
    VOIDED,
    /** Money goes back, all or part of it. */
    REFUNDED,
    /** A refund failed; its money may be back at the merchant. */
    REFUND_FAILED,
    /** The bank took the money back. */
    CHARGED_BACK,
    /** A dispute was opened, changed, reopened or reversed. */
    DISPUTED,
    /** The card's issuer or the merchant reported fraud. */
    FRAUD_REPORTED,
    /** Something changed; the gateway does not say what. */
    STATUS_CHANGED,
    /** An event that this version does not know; {@link Notification#event} has its name. */
    OTHER
}
