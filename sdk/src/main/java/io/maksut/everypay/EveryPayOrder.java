package io.maksut.everypay;

import io.maksut.payment.ShopOrderId;
import io.maksut.portal.NewPayment;
import io.maksut.text.PercentEncoding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A payment's order as written into {@code order_reference}, the only field that EveryPay has for the merchant: after
 * the merchant's own reference, as {@code 1042(maksut:teashop:11)}. The field takes {@code a-z A-Z 0-9 / - ? : ( ) . ,
 * ' +} only, so every other character is written as a plus sign and two hexadecimal digits.
 *
 * @param reference the merchant's own reference
 * @param order null if the field names none
 */
record EveryPayOrder(String reference, @Nullable ShopOrderId order) {
    private static final Pattern FORM =
            Pattern.compile("(.+)\\(maksut:([A-Za-z0-9.+-]+):([A-Za-z0-9.+-]+)\\)", Pattern.DOTALL);

    /** The text for the gateway's field. */
    static String written(NewPayment payment) {
        String reference = payment.reference().value();
        return payment.order()
                .map(order -> reference + "(maksut:" + encoded(order.shop()) + ":" + encoded(order.orderId()) + ")")
                .orElse(reference);
    }

    static EveryPayOrder read(String written) {
        Matcher matcher = FORM.matcher(written);
        if (!matcher.matches()) {
            return new EveryPayOrder(written, null);
        }
        return order(matcher.group(2), matcher.group(3))
                .map(order -> new EveryPayOrder(matcher.group(1), order))
                .orElseGet(() -> new EveryPayOrder(written, null));
    }

    /** The merchant's own reference in the field of a callback. */
    static @Nullable String reference(@Nullable String written) {
        return written == null ? null : read(written).reference();
    }

    private static Optional<ShopOrderId> order(String shop, String orderId) {
        try {
            return Optional.of(new ShopOrderId(decoded(shop), decoded(orderId)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not written here, but of the same form by chance
        }
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text)
                .replace("_", "%5F")
                .replace("~", "%7E")
                .replace('%', '+');
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace('+', '%'), StandardCharsets.UTF_8);
    }
}
