package io.maksut.payment;

import java.util.Locale;

/** The phases of a payment: those of the EveryPay table, one derived from amounts, and one for what nobody documents. */
public enum PaymentStatus {
    INITIATED,
    WAITING_FOR_3DS,
    CONFIRMED_3DS,
    WAITING_FOR_SCA,
    SENT_FOR_PROCESSING,
    AUTHORISED,
    SETTLED,
    /** Ours: some of the captured money went back. Derived from amounts, since gateways disagree on the state. */
    PARTIALLY_REFUNDED,
    REFUNDED,
    VOIDED,
    FAILED,
    ABANDONED,
    CHARGED_BACK,
    /** The gateway said something we do not know; {@link Payment#raw} keeps its words. Nothing is allowed. */
    UNKNOWN;

    /**
     * The status as the merchant reads it in English, Finnish or Latvian (any other language reads English): the words of
     * the Latvian table, and in Finnish the four words of the Flatpay page.
     */
    public String label(Locale locale) {
        return Texts.text(locale, "status." + name());
    }
}
