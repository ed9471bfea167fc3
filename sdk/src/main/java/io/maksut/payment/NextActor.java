package io.maksut.payment;

import java.util.Locale;

/** Who has to act for a payment to go on. */
public enum NextActor {
    CUSTOMER,
    MERCHANT,
    BANK,
    NOBODY;

    /** The actor's name in English, Finnish or Latvian; any other language reads English. */
    public String label(Locale locale) {
        return Texts.text(locale, "actor." + name());
    }
}
