package io.maksut.payment;

/** How the customer came to pay; decides whether a direct refund may be made without an order (Flatpay page, case b). */
public enum PaymentOrigin {
    CHECKOUT,
    PAYMENT_LINK,
    /** The gateway does not tell, or we could not read it. Never taken for a payment link. */
    UNKNOWN
}
