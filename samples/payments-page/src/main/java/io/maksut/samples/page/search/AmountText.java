package io.maksut.samples.page.search;

import io.maksut.payment.Money;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts as people type them: with a comma or a point before the cents, and spaces between thousands. */
public final class AmountText {
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0\\u202f]");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}([.,][0-9]{1,4})?");

    private AmountText() {}

    /** The amount; empty if it cannot be told for certain what was meant. */
    public static Optional<Money> parse(Currency currency, String text) {
        String compact = SPACES.matcher(text).replaceAll("");
        if (!AMOUNT.matcher(compact).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Money.of(currency.getCurrencyCode(), compact.replace(',', '.')));
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty(); // more digits than the currency has
        }
    }
}
