package io.maksut.sync;

import io.maksut.text.Identifiers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a payment plugin makes the reference that it writes at the gateway when an order is paid (Frisbii: the charge's handle,
 * EveryPay: {@code order_reference}): of the order's id, such as {@code order-{id}} or {@code order-{id}-{time}}. Only where
 * the plugin takes the id, which WooCommerce gives; never where it takes the order's number or a meta field, which whoever has
 * the shop's key can choose. Immutable and thread-safe.
 *
 * @param account the gateway account in which the plugin's payments are
 * @param paymentMethod the shop's own name of the payment method; null for all of its methods
 * @param form text with {@code {id}} in it once, and {@code {time}} (digits) at most once
 */
public record ReferenceForm(String account, @Nullable String paymentMethod, String form) {
    private static final String ID = "{id}";
    private static final String TIME = "{time}";
    private static final String ANY_ID = "([1-9][0-9]{0,17})";
    private static final String DIGITS = "[0-9]{1,19}";

    /**
     * @throws IllegalArgumentException if the form does not have these parts
     */
    public ReferenceForm {
        Identifiers.require("Form of a reference", form);
        boolean times = count(form, TIME) <= 1;
        if (count(form, ID) != 1
                || !times
                || form.replace(ID, "").replace(TIME, "").matches(".*[{}].*")) {
            throw new IllegalArgumentException("A reference has {id} once, {time} at most once, and no other braces");
        }
    }

    /** Whether it is for orders of this payment method. */
    boolean isFor(@Nullable String method) {
        return paymentMethod == null || method == null || paymentMethod.equals(method);
    }

    /** Whether a payment with this reference was made for this order. */
    boolean names(String reference, String orderId) {
        return pattern(Pattern.quote(orderId)).matcher(reference).matches();
    }

    /** The order for which a payment with this reference was made; empty if it is in another form. */
    Optional<String> orderIn(String reference) {
        Matcher matcher = pattern(ANY_ID).matcher(reference);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether there may be a reference that both forms read as an order of theirs. */
    boolean overlaps(ReferenceForm other) {
        return examples().stream().anyMatch(it -> other.orderIn(it).isPresent())
                || other.examples().stream().anyMatch(it -> orderIn(it).isPresent());
    }

    private List<String> examples() {
        return List.of(
                form.replace(ID, "7").replace(TIME, "1764408960"),
                form.replace(ID, "1042").replace(TIME, "9"));
    }

    private Pattern pattern(String id) {
        StringBuilder regex = new StringBuilder();
        for (String part : form.split("(?=\\{)|(?<=\\})", -1)) {
            regex.append(
                    switch (part) {
                        case ID -> id;
                        case TIME -> DIGITS;
                        default -> Pattern.quote(part);
                    });
        }
        return Pattern.compile(regex.toString());
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
