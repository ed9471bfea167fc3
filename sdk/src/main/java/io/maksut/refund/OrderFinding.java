package io.maksut.refund;

import io.maksut.text.Identifiers;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the shop's order that a payment paid. Implementations are immutable and thread-safe. */
public sealed interface OrderFinding {
    /**
     * The order was found, and it is this payment's.
     *
     * @param orderId the shop's id; not blank, at most 255 characters, no control characters
     * @param number the order number that people see, for example "#1042"; the same rules
     * @param link where the merchant opens it; http or https with a host, or null if there is no such page
     * @param recordsByHand whether a refund can be recorded in it without moving money
     */
    record Found(String orderId, String number, @Nullable URI link, boolean recordsByHand) implements OrderFinding {
        /**
         * @throws IllegalArgumentException if a part breaks the rules above
         */
        public Found {
            Identifiers.require("Order id", orderId);
            Identifiers.require("Order number", number);
            if (link != null && !(isWeb(link) && link.getHost() != null)) {
                throw new IllegalArgumentException("The link of an order is not a web address");
            }
        }

        /** An order in which nothing can be recorded without moving money, as far as is known. */
        public Found(String orderId, String number, @Nullable URI link) {
            this(orderId, number, link, false);
        }

        /** An order of which nothing but the id is known. */
        public static Found ofId(String orderId) {
            return new Found(orderId, orderId, null);
        }

        /** The same in a shop where a refund can be recorded without moving money, or not. */
        public Found withRecordsByHand(boolean records) {
            return new Found(orderId, number, link, records);
        }

        private static boolean isWeb(URI link) {
            return "https".equalsIgnoreCase(link.getScheme()) || "http".equalsIgnoreCase(link.getScheme());
        }
    }

    /**
     * The shop was asked and answered that it has no such order. Whether that proves the absence is for the rules to say:
     * it takes a complete history and two lookups since the payment, a settle delay apart, the last of them recent.
     *
     * @param authorised whether the shop let us read orders
     * @param completeHistory whether the answer covers every order that the shop has, however old
     * @param firstLookup when, after the payment was made, an unbroken run of empty answers began
     * @param lastLookup when it was last asked; the same instant if once only
     * @param alike orders that do not name the payment but have its customer's e-mail address and its amount
     */
    record NotFound(
            boolean authorised, boolean completeHistory, Instant firstLookup, Instant lastLookup, List<Found> alike)
            implements OrderFinding {
        public NotFound {
            alike = List.copyOf(alike);
        }

        /** No order is like it. */
        public NotFound(boolean authorised, boolean completeHistory, Instant firstLookup, Instant lastLookup) {
            this(authorised, completeHistory, firstLookup, lastLookup, List.of());
        }
    }

    /**
     * The order is neither found nor absent.
     *
     * @param cause one that {@linkplain Cause#concernsOrder() concerns the order}
     * @param orders those that it may be; empty if none is known
     */
    record Unknown(Cause cause, List<Found> orders) implements OrderFinding {
        /**
         * @throws IllegalArgumentException if the cause does not concern the order
         */
        public Unknown {
            orders = List.copyOf(orders);
            if (!cause.concernsOrder()) {
                throw new IllegalArgumentException(cause + " says nothing of an order");
            }
        }

        /** No order is known that it may be. */
        public Unknown(Cause cause) {
            this(cause, List.of());
        }
    }
}
