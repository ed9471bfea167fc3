package io.maksut.payment;

import io.maksut.text.Identifiers;

/**
 * An order of a shop, as it was written at the gateway when the payment was made. What a shop's own API can write is never
 * one of these. Immutable and thread-safe.
 *
 * @param shop the shop's name, as {@code ShopPlatform.name()} tells it; not blank, at most 120 characters, no control
 *     characters
 * @param orderId the shop's id of the order, never its number; not blank, at most 255 characters, no control characters
 */
public record ShopOrderId(String shop, String orderId) {
    private static final int LONGEST_SHOP = 120;

    /**
     * @throws IllegalArgumentException if a part breaks the rules above; it is not quoted
     */
    public ShopOrderId {
        if (Identifiers.require("Shop name", shop).length() > LONGEST_SHOP) {
            throw new IllegalArgumentException("Shop name is longer than " + LONGEST_SHOP + " characters");
        }
        Identifiers.require("Order id", orderId);
    }
}
