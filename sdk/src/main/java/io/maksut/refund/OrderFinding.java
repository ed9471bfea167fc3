package io.maksut.refund;

import io.maksut.text.Identifiers;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of the shop's order that a payment paid. Implementations are immutable and thread-safe. */
public sealed interface OrderFinding {
    /**
     * The order was found, and it is this payment's.
     *
     * @param orderId the shop's id; not blank, at most 255 characters, no control characters
     * @param number the order number that people see, for example "#1042"; the same rules
     * @param link where the merchant opens it; http or https with a host, or null if there is no such page
     */
    record Found(String orderId, String number, @Nullable URI link) implements OrderFinding {
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

        private static boolean isWeb(URI link) {
            return "https".equalsIgnoreCase(link.getScheme()) || "http".equalsIgnoreCase(link.getScheme());
        }
    }

    /**
     * The shop was asked and answered that it has no such order. Whether that proves the absence is for the rules to say:
     * it takes a complete history and two lookups since the payment, a settle delay apart, the last of them recent.
     *
     * @param authorised whether the shop let us read orders
     * @param completeHistory whether the answer covers all orders that the shop has, however old: an order may be much older
     *     than its payment
     * @param firstLookup when, after the payment was made, an unbroken run of empty answers began
     * @param lastLookup when it was last asked; the same instant if once only
     */
    record NotFound(boolean authorised, boolean completeHistory, Instant firstLookup, Instant lastLookup)
            implements OrderFinding {}

    /**
     * The order is neither found nor absent.
     *
     * @param cause one that {@linkplain Cause#concernsOrder() concerns the order}
     */
    record Unknown(Cause cause) implements OrderFinding {
        /**
         * @throws IllegalArgumentException if the cause does not concern the order
         */
        public Unknown {
            if (!cause.concernsOrder()) {
                throw new IllegalArgumentException(cause + " says nothing of an order");
            }
        }
    }
}
