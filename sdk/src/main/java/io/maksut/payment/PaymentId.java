package io.maksut.payment;

import io.maksut.text.Identifiers;

/**
 * A payment's name everywhere in the SDK: the gateway account it was made through and the gateway's own reference of it
 * (Frisbii: charge handle; EveryPay: payment_reference). Immutable and thread-safe.
 *
 * @param account the merchant's name for the gateway account; not blank, at most 255 characters, no control characters, no
 *     slash
 * @param reference the gateway's reference; not blank, at most 255 characters, no control characters
 */
public record PaymentId(String account, String reference) {
    /**
     * @throws IllegalArgumentException if a part breaks the rules above; the part is not quoted
     */
    public PaymentId {
        Identifiers.require("Gateway account", account);
        Identifiers.require("Payment reference", reference);
        if (account.indexOf('/') >= 0) {
            throw new IllegalArgumentException("Gateway account contains a slash");
        }
    }

    /**
     * Reads back what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if the text is not an account, a slash and a reference
     */
    public static PaymentId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("A payment id is written account/reference");
        }
        return new PaymentId(text.substring(0, slash), text.substring(slash + 1));
    }

    /** {@code account/reference}; the first slash divides. */
    @Override
    public String toString() {
        return account + "/" + reference;
    }
}
