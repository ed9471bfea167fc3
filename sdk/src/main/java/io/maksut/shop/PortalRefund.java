package io.maksut.shop;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.text.Identifiers;
import java.time.Instant;

/**
 * A refund that was made at the gateway and that the shop has to know of. Immutable and thread-safe.
 *
 * @param key names the recording; written into the shop with it, so that it is recognised
 * @param orderId the order that it belongs to
 * @param at when the money moved, as far as is known
 * @param reason for the merchant to read; no personal data
 */
public record PortalRefund(String key, String orderId, PaymentId payment, Money amount, Instant at, String reason) {
    /**
     * @throws IllegalArgumentException if key or order id is no identifier, or the amount is not positive
     */
    public PortalRefund {
        Identifiers.require("Portal key", key);
        Identifiers.require("Order id", orderId);
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("A refund has a positive amount");
        }
    }

    /** Leaves out the reason, which a person wrote. */
    @Override
    public String toString() {
        return "PortalRefund[" + key + ", " + payment + ", " + amount + "]";
    }
}
