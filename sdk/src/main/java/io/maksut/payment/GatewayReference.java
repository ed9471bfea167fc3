package io.maksut.payment;

import io.maksut.text.Identifiers;
import java.util.Locale;

/**
 * One of the names that a gateway has given a payment or a part of it, beside {@link PaymentId#reference}. The payment is
 * found by each of them. Immutable and thread-safe.
 *
 * @param kind what it names
 * @param value the gateway's own text; not blank, at most 255 characters, no control characters
 */
public record GatewayReference(Kind kind, String value) {
    /** What such a name is of. */
    public enum Kind {
        /** The invoice behind a charge (Frisbii). */
        INVOICE,
        /** The transaction in which the amount was reserved. */
        AUTHORISATION,
        /** A transaction in which money was taken; there may be several. */
        SETTLE,
        /** A transaction in which money went back; there may be several. */
        REFUND,
        /** The bank's reference of a payment from an account. */
        BANK,
        /** A transaction of which the gateway did not say what it did. */
        TRANSACTION;

        /** The kind in English, Finnish or Latvian; any other language reads English. */
        public String label(Locale locale) {
            return Texts.text(locale, "reference." + name());
        }
    }

    /**
     * @throws IllegalArgumentException if the value breaks the rules above; it is not quoted
     */
    public GatewayReference {
        Identifiers.require("Gateway reference", value);
    }
}
