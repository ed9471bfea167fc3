package io.maksut.payment;

import java.util.Locale;

/** What the customer pays with: the methods of the EveryPay status table, and what lies outside them. */
public enum PaymentMethod {
    /** No method chosen yet; goes with {@link PaymentStatus#INITIATED} only. */
    NOT_CHOSEN,
    CARD,
    OPEN_BANKING,
    PAYPAL,
    /** A method outside the EveryPay table that the gateway names (MobilePay, an invoice): see {@link Payment#methodName}. */
    OTHER,
    /** The gateway does not tell the method. */
    UNKNOWN;

    /** The method's name in English, Finnish or Latvian; any other language reads English. */
    public String label(Locale locale) {
        return Texts.text(locale, "method." + name());
    }
}
