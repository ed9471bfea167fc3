package io.maksut.sandbox.woocommerce;

/** What came with which release. */
enum Since {
    // @formatter:off
    /** {@code line_items} of a refund as a list with ids; before, only as an object with the ids as names. */
    REFUND_LINES_AS_LIST(5, 2),
    /** {@code api_restock}; before, everything refunded by lines is restocked. */
    CHOICE_OF_RESTOCK(5, 6),
    /** {@code modified_after}, {@code modified_before} and {@code dates_are_gmt}; before, they are ignored. */
    FILTER_BY_MODIFICATION(5, 8),
    /** High-performance order storage. */
    ORDER_TABLES(7, 1),
    /** A refund moves the order's {@code date_modified}. */
    REFUND_MOVES_ORDER(7, 6),
    /** {@code refunded_payment} in the answer to the refund's POST; it was always there for GET. */
    PAYMENT_FLAG_WHEN_CREATED(7, 8),
    /** {@code GET /refunds}. */
    REFUNDS_OF_ALL_ORDERS(9, 0),
    /** {@code created_via} as a filter. */
    FILTER_BY_ORIGIN(9, 9),
    /** An empty amount is shown as it is; before, as zero. Read in WooCommerce's history (pull request 59368). */
    EMPTY_AMOUNT_SHOWN(10, 1),
    /** Meta {@code _refund_type}. */
    REFUND_TYPE(10, 2),
    /** Ids decide between orders that were modified in the same second; before, nothing does. */
    TIE_BREAK_BY_ID(10, 5),
    /** {@code total_tax} of an order's refunds. Read in WooCommerce's history (pull request 63692). */
    REFUND_TAX_IN_ORDER(10, 7);
    // @formatter:on

    final int major;
    final int minor;

    Since(int major, int minor) {
        this.major = major;
        this.minor = minor;
    }
}
