package io.maksut.webhook;

/** How much of a notification is proved to come from the gateway. In any case the payment is read afresh. */
public enum Authenticity {
    /** A signature covers all of it. */
    VERIFIED,
    /** A signature covers its id and time only; the event and the payment it names may have been changed. */
    SENDER_VERIFIED,
    /** No signature was verified: anybody can have sent it. */
    UNVERIFIED
}
