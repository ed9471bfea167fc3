package io.maksut.portal;

/** The things by which payments can be searched. */
public enum QueryFilter {
    CUSTOMER_EMAIL,
    PAYMENT_ID,
    ORDER_REFERENCE,
    STATUS,
    METHOD,
    CREATED,
    AMOUNT,
    /** The merchant should keep an eye on it. */
    WATCHED
}
