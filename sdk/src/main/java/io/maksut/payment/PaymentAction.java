package io.maksut.payment;

import java.util.Locale;

/** What a merchant can do to a payment. */
public enum PaymentAction {
    /** Take everything that is reserved and not yet taken. */
    CAPTURE,
    /** Take less than everything that is reserved. */
    PARTIAL_CAPTURE,
    /** Cancel the authorisation: the reserved money is released. */
    VOID,
    /** Give back everything that has not been given back. */
    REFUND,
    /** Give back less than everything. */
    PARTIAL_REFUND;

    /** The action's name in English, Finnish or Latvian; any other language reads English. */
    public String label(Locale locale) {
        return Texts.text(locale, "action." + name());
    }

    boolean isPartial() {
        return this == PARTIAL_CAPTURE || this == PARTIAL_REFUND;
    }

    boolean isRefund() {
        return this == REFUND || this == PARTIAL_REFUND;
    }
}
