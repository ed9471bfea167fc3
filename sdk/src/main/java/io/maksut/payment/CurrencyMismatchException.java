package io.maksut.payment;

import java.util.Currency;

/** Amounts of two currencies were added, subtracted or compared. */
public final class CurrencyMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CurrencyMismatchException(Currency one, Currency other) {
        super("Amounts in " + one.getCurrencyCode() + " and " + other.getCurrencyCode() + " do not mix");
    }
}
