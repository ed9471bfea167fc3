package io.maksut.refund;

/** What could not be established, so that nothing is allowed. */
public enum Cause {
    /** The ledger has a record of the payment that this version of the SDK cannot read; a newer one wrote it (row 2). */
    LEDGER_UNREADABLE(false),
    /** The gateway did not tell the payment (row 6 where a shop refund failed, else row 8). */
    GATEWAY_UNREADABLE(false),
    /** The payment was read longer ago than a permit lives, so it is not a fresh read (rows as above). */
    READING_STALE(false),
    /**
     * The gateway shows less as captured than is known, or a capture may be made that does not show yet: its read lags, or the
     * capture was undone (rows as above).
     */
    CAPTURE_NOT_SHOWN(false),
    /** Whether money belongs to a failed shop refund is not certain (row 6). */
    MONEY_NOT_ATTRIBUTABLE(false),
    /** A shop refund failed in another currency than the payment's (row 6). */
    FAILURE_IN_OTHER_CURRENCY(false),
    /** When the payment was read, a shop refund had failed less than the settle delay ago (row 6). */
    FAILURE_TOO_YOUNG(false),
    /** A stated failure may be one that is known already, and nobody said that it is another (row 6). */
    FAILURE_MAY_BE_KNOWN(false),
    /** The gateway shows refunded money that nothing explains (any row or release that would allow). */
    MONEY_UNEXPLAINED(false),
    /** The gateway shows less refunded than is known to have been paid: its read lags, or money came back (likewise). */
    REFUND_NOT_SHOWN(false),

    /** Nobody has looked for the order. */
    NOT_LOOKED_UP(true),
    /** The lookup broke off: an error, a timeout, a limit, a part of an answer. */
    LOOKUP_FAILED(true),
    /** The shop was disconnected, or our app uninstalled. */
    SHOP_DISCONNECTED(true),
    /** The shop's token is dead or lacks a right. */
    ACCESS_LOST(true),
    /**
     * The shop does not show its whole history (Shopify without {@code read_all_orders} hides orders by their age, which is
     * not known of an order that was not found).
     */
    HISTORY_LIMITED(true),
    /** An order that may be this payment's cannot be read. */
    ORDER_UNREADABLE(true),
    /** Several orders name this payment. */
    ORDER_AMBIGUOUS(true),
    /** An order of this payment is known to have been deleted. */
    ORDER_DELETED(true),
    /** No shop is connected; with a declaration that none exists this is no doubt (row 10). */
    NO_SHOP_CONNECTED(true),
    /** Nothing was found, but not twice a settle delay apart since the payment: the shop's search may lag behind. */
    LOOKED_UP_ONCE(true),
    /** Nothing was found, longer ago than a permit lives: an order may have come since. */
    LOOKUP_STALE(true),
    /** The payment is younger than the settle delay. */
    PAYMENT_TOO_YOUNG(true),
    /** The gateway does not tell when the payment was made. */
    PAYMENT_AGE_UNKNOWN(true),
    /** The shop is known to have refunded or tried to, so an order was there, and it is not found now. */
    SHOP_REFUND_WITHOUT_ORDER(true),

    /** Whether the customer paid by payment link is not known, and there is no order (row 11). */
    ORIGIN_UNKNOWN(false);

    private final boolean concernsOrder;

    Cause(boolean concernsOrder) {
        this.concernsOrder = concernsOrder;
    }

    /** Whether it says why an order is neither found nor proved absent (row 8). */
    public boolean concernsOrder() {
        return concernsOrder;
    }
}
