package io.maksut.shop;

import io.maksut.refund.Cause;

/** What came of looking for a payment's order. Implementations are immutable and thread-safe. */
public sealed interface OrderSearch {
    /** The order was found, and it is this payment's: compared exactly, not taken from a search's order of results. */
    record Found(ShopOrder order) implements OrderSearch {}

    /**
     * The shop was asked and has no such order.
     *
     * @param authorised whether the shop let us read orders
     * @param completeHistory whether the answer covers all orders that the shop has, however old: an order may be much older
     *     than its payment
     */
    record Absent(boolean authorised, boolean completeHistory) implements OrderSearch {}

    /**
     * Neither found nor absent.
     *
     * @param cause one that {@linkplain Cause#concernsOrder() concerns the order}
     */
    record Unclear(Cause cause) implements OrderSearch {
        /**
         * @throws IllegalArgumentException if the cause does not concern the order
         */
        public Unclear {
            if (!cause.concernsOrder()) {
                throw new IllegalArgumentException(cause + " says nothing of an order");
            }
        }
    }
}
