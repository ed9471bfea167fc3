package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text as PHP 8 compares and converts it when it stands where a number is expected. WooCommerce checks the amount of a refund
 * with these rules, on the text as it came, and then pays what {@link DecimalText#cleaned} makes of it: this is how
 * {@code "1,50"} passes the check on an order of 29.80 and pays 150.00.
 */
final class LooseNumber {
    private static final String SPACE = "[ \\t\\n\\r\\x0B\\f]*";
    private static final String NUMBER = "[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?";
    private static final Pattern NUMERIC = Pattern.compile(SPACE + NUMBER + SPACE);
    private static final Pattern LEADING = Pattern.compile(SPACE + "(" + NUMBER + ")");

    private LooseNumber() {}

    static boolean numeric(String text) {
        return NUMERIC.matcher(text).matches();
    }

    /** {@code left > right}; numbers only if both are numeric, else letter by letter. Null counts as empty text. */
    static boolean exceeds(@Nullable String left, String right) {
        String text = left == null ? "" : left;
        if (numeric(text) && numeric(right)) {
            return value(text).compareTo(value(right)) > 0;
        }
        return text.compareTo(right) > 0;
    }

    /** {@code 0 > text}; null is not below zero, empty text is. */
    static boolean belowZero(@Nullable String text) {
        return text != null && exceeds("0", text);
    }

    /** The number at the beginning of the text, zero when there is none: {@code "1,50"} is 1. */
    static BigDecimal value(@Nullable String text) {
        Matcher matcher = LEADING.matcher(text == null ? "" : text);
        if (!matcher.lookingAt()) {
            return BigDecimal.ZERO;
        }
        String number = matcher.group(1);
        if (number.indexOf('e') < 0 && number.indexOf('E') < 0) {
            return new BigDecimal(number);
        }
        // A float, as in PHP: a BigDecimal of 1e-999999999 would fill the memory when something is added to it.
        double asFloat = Double.parseDouble(number);
        return new BigDecimal(Double.isInfinite(asFloat) ? Math.copySign(Double.MAX_VALUE, asFloat) : asFloat);
    }
}
