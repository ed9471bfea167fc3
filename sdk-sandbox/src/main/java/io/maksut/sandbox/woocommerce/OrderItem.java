package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;

/**
 * A line of an order, or with negative amounts of a refund. Its meta data is guarded by the shop's monitor.
 *
 * @param productId 0 for all but products
 * @param code the product's SKU, or the shipping method's id
 * @param total without tax, in the shop's decimals
 */
record OrderItem(
        long id,
        Kind kind,
        String name,
        long productId,
        String code,
        long quantity,
        BigDecimal total,
        BigDecimal tax,
        Meta meta) {
    /** What kinds of lines a refund can name. */
    enum Kind {
        PRODUCT,
        SHIPPING,
        FEE
    }

    BigDecimal gross() {
        return total.add(tax);
    }
}
