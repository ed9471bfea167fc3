package io.maksut.woocommerce;

import io.maksut.payment.Money;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Amounts as WooCommerce writes them. Its decimals are a setting of the shop and not those of the currency, so that an amount
 * may be finer than money is; then it is refused and never rounded.
 */
final class WireAmount {
    /** As WooCommerce and PHP write numbers, but neither 010 nor 1e1, which are what is left of a slip. */
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,20})?");

    private WireAmount() {}

    /** Empty if it is not exactly an amount of this currency: not a number, negative, too fine, an unknown currency. */
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

    /** No money in this currency; empty if it is unknown. */
    static Optional<Money> zero(String currency) {
        return of(currency, "0");
    }
}
