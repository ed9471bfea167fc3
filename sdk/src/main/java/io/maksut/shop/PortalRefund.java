package io.maksut.shop;

import io.maksut.payment.Amounts;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.text.Identifiers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refund that is to be written into a shop's order: one that was made at the gateway and that the shop has to know of, or one
 * that the shop is to make. Immutable and thread-safe.
 *
 * @param key names it for ever; written into the shop with it, so that it is recognised
 * @param orderId the order that it belongs to
 * @param at when the money moved, as far as is known; of one that the shop is to make, when that was wanted
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

    /**
     * An attempt at writing it, from which {@link #of} makes it again.
     *
     * @param attemptKey names the attempt
     * @param more what else is needed to send or recognise it
     */
    public Attempt attempt(String attemptKey, Instant preparedAt, Map<String, String> more) {
        Map<String, String> protocol = new LinkedHashMap<>(more);
        protocol.put("mark", key);
        protocol.put("order", orderId);
        protocol.put("at", at.toString());
        protocol.put("reason", reason);
        Money zero = Money.zero(amount.currency());
        // What is written into a shop changes nothing of the payment.
        return new Attempt(
                payment, amount, attemptKey, preparedAt, new Amounts(zero, zero, zero, zero, zero), protocol);
    }

    /** What {@link #attempt} was made of. */
    public static PortalRefund of(Attempt attempt) {
        Map<String, String> protocol = attempt.protocol();
        return new PortalRefund(
                protocol.getOrDefault("mark", ""),
                protocol.getOrDefault("order", ""),
                attempt.paymentId(),
                attempt.amount(),
                Instant.parse(protocol.getOrDefault("at", "")),
                protocol.getOrDefault("reason", ""));
    }

    /** Leaves out the reason, which a person wrote. */
    @Override
    public String toString() {
        return "PortalRefund[" + key + ", " + payment + ", " + amount + "]";
    }
}
