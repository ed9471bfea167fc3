package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Amounts as WooCommerce keeps and shows them: text with a dot, in as many decimals as the shop is set to. */
final class DecimalText {
    /** All dots but the last one that digits follow, and all that is no digit, dot or minus. */
    private static final Pattern DROPPED = Pattern.compile("\\.(?![^.]+$)|[^0-9.-]");

    private static final Pattern ENCODED = Pattern.compile("%[a-fA-F0-9]{2}");

    private DecimalText() {}

    /** What becomes of an amount before it is kept and paid: {@code 1,50} is 150, {@code 1e1} is 11, {@code 0x10} is 010. */
    static String cleaned(String amount, String decimalSeparator) {
        String dotted = amount.replace(decimalSeparator, ".");
        return DROPPED.matcher(ENCODED.matcher(dotted).replaceAll("").strip()).replaceAll("");
    }

    /** With so many decimals, rounded half up. */
    static String fixed(BigDecimal amount, int decimals) {
        return amount.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    /** Without zeros at the end. */
    static String shortest(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return (stripped.signum() == 0 ? BigDecimal.ZERO : stripped).toPlainString();
    }
}
