package io.maksut.portal;

/** The filters of a {@link PaymentQuery}. */
public enum QueryFilter {
    CUSTOMER_EMAIL,
    PAYMENT_ID,
    ORDER_REFERENCE,
    STATUS,
    METHOD,
    CREATED,
    AMOUNT,
    /** Payments that the merchant should keep an eye on. */
    WATCHED
}
