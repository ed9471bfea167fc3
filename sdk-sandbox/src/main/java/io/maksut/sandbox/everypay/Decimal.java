package io.maksut.sandbox.everypay;

import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The gateway's amounts: decimals with at most two places on the wire, minor units inside. */
final class Decimal {
    private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,2})?");

    private Decimal() {}

    /** In minor units, or null when it is not an amount; the text decides, so 1e2 and 10.000 are none. */
    static @Nullable Long minor(String text) {
        return AMOUNT.matcher(text).matches()
                ? new BigDecimal(text).movePointRight(2).longValueExact()
                : null;
    }

    /** With two places: 10.50. */
    static String text(long minor) {
        return BigDecimal.valueOf(minor, 2).toPlainString();
    }

    /** A number as recorded, with one place at least (10.0, 1.28), or a string with two as in the vendor's document. */
    static JsonPrimitive json(long minor, boolean asString) {
        return asString
                ? new JsonPrimitive(text(minor))
                : new JsonPrimitive(minor % 10 == 0 ? BigDecimal.valueOf(minor / 10, 1) : BigDecimal.valueOf(minor, 2));
    }
}
