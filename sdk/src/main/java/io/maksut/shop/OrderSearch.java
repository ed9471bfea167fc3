package io.maksut.shop;

import io.maksut.refund.Cause;
import io.maksut.refund.OrderFinding;
import java.util.List;

/** What came of looking for a payment's order. Implementations are immutable and thread-safe. */
public sealed interface OrderSearch {
    /** The order was found, and it is this payment's: compared exactly, not taken from a search's order of results. */
    record Found(ShopOrder order) implements OrderSearch {}

    /**
     * Several orders of the shop name this payment, and none of them is more its own than the others.
     *
     * @param orders each as the shop told it, with its refunds; two at least
     */
    record Several(List<ShopOrder> orders) implements OrderSearch {
        /**
         * @throws IllegalArgumentException if there are fewer than two
         */
        public Several {
            orders = List.copyOf(orders);
            if (orders.size() < 2) {
                throw new IllegalArgumentException("Several orders are two at least");
            }
        }
    }

    /**
     * The shop was asked and has no such order.
     *
     * @param authorised whether the shop let us read orders
     * @param completeHistory whether the answer covers every order that the shop has, however old: an old order may have
     *     been paid today, so the payment's age says nothing of the age of an order that was not found. Where the shop hides
     *     orders by their age this is false
     * @param alike orders that do not name the payment but have its customer's e-mail address and its amount, as far as the
     *     shop was asked for them; they forbid nothing, a person is asked about them
     */
    record Absent(boolean authorised, boolean completeHistory, List<OrderFinding.Found> alike) implements OrderSearch {
        public Absent {
            alike = List.copyOf(alike);
        }

        /** No order is like it, or none was looked for. */
        public Absent(boolean authorised, boolean completeHistory) {
            this(authorised, completeHistory, List.of());
        }
    }

    /**
     * Neither found nor absent.
     *
     * @param cause one that {@linkplain Cause#concernsOrder() concerns the order}
     * @param orders orders that may be this payment's and could not be read, or not be told to be; empty if none is known
     */
    record Unclear(Cause cause, List<OrderFinding.Found> orders) implements OrderSearch {
        /**
         * @throws IllegalArgumentException if the cause does not concern the order
         */
        public Unclear {
            orders = List.copyOf(orders);
            if (!cause.concernsOrder()) {
                throw new IllegalArgumentException(cause + " says nothing of an order");
            }
        }

        /** No order is known that it may be. */
        public Unclear(Cause cause) {
            this(cause, List.of());
        }
    }
}
