package io.maksut.shop;

import io.maksut.payment.Money;
import io.maksut.text.Identifiers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an order has been shipped. Immutable and thread-safe.
 *
 * @param complete whether everything that will be shipped has been
 * @param shipments those known, the earliest first
 */
public record Fulfilment(boolean complete, List<Shipment> shipments) {
    /** Nothing is known to be shipped. */
    public static final Fulfilment NONE = new Fulfilment(false, List.of());
    /** Everything is shipped; the platform tells no parts. */
    public static final Fulfilment COMPLETE = new Fulfilment(true, List.of());

    /** Copies the list. */
    public Fulfilment {
        shipments = List.copyOf(shipments);
    }

    /**
     * One parcel.
     *
     * @param id the platform's id; not blank, at most 255 characters, no control characters
     * @param worth what the customer pays for what is in it, taxes and its share of shipping included; null if the platform
     *     does not tell exactly
     */
    public record Shipment(String id, @Nullable Money worth) {
        /**
         * @throws IllegalArgumentException if the id breaks the rules above
         */
        public Shipment {
            Identifiers.require("Shipment id", id);
        }
    }
}
