package io.maksut.payment;

import java.util.Currency;

/** An amount that its currency cannot represent without rounding, such as 12.345 EUR. The amount itself is not quoted. */
public final class InexactAmountException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    InexactAmountException(Currency currency) {
        super("Amount has more digits than " + currency.getCurrencyCode() + " has ("
                + currency.getDefaultFractionDigits() + ")");
    }
}
