package io.maksut.woocommerce;

import io.maksut.payment.Money;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Amounts as WooCommerce writes them. The number of decimals is a setting of the shop, so an amount may be finer than
 * its currency; then it is refused, never rounded.
 */
final class WireAmount {
    /** The form in which WooCommerce and PHP write numbers, but neither 010 nor 1e1, which are probably mistakes. */
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,20})?");

    private WireAmount() {}

    /** Empty if it is not exactly an amount of this currency: no number, negative, too fine, or an unknown currency. */
    static Optional<Money> of(String currency, String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Money.of(currency, text));
        } catch (ArithmeticException | IllegalArgumentException tooFineOrNotMoney) {
            return Optional.empty();
        }
    }

    /** Zero in this currency; empty if the currency is unknown. */
    static Optional<Money> zero(String currency) {
        return of(currency, "0");
    }
}
