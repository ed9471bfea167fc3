package io.maksut.sync;

import io.maksut.text.Identifiers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a payment plugin makes, from the order's id, the reference that it writes at the gateway (Frisbii: the charge's
 * handle, EveryPay: {@code order_reference}), such as {@code order-{id}} or {@code order-{id}-{time}}. Use it only for
 * plugins that take the id, which the shop assigns; never for the order's number or a meta field, which anybody with
 * the shop's API key can choose (domain 4, binding 2). Immutable and thread-safe.
 *
 * @param account the gateway account of the plugin's payments
 * @param paymentMethod the shop's own name of the payment method; null for all of its methods
 * @param form text with {@code {id}} once, and {@code {time}} (digits) at most once
 */
public record ReferenceForm(String account, @Nullable String paymentMethod, String form) {
    private static final String ID = "{id}";
    private static final String TIME = "{time}";
    private static final String ANY_ID = "([1-9][0-9]{0,17})";
    private static final String DIGITS = "[0-9]{1,19}";

    /**
     * @throws IllegalArgumentException if the form has {@code {id}} not once, {@code {time}} twice, or other braces
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

    /** Whether the form applies to orders of this payment method; an unknown method fits every form. */
    boolean isFor(@Nullable String method) {
        return paymentMethod == null || method == null || paymentMethod.equals(method);
    }

    /** Whether the reference is this form with this order's id. */
    boolean names(String reference, String orderId) {
        return pattern(Pattern.quote(orderId)).matcher(reference).matches();
    }

    /** The order's id in the reference; empty if the reference does not have this form. */
    Optional<String> orderIn(String reference) {
        Matcher matcher = pattern(ANY_ID).matcher(reference);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether some reference may fit both forms, judged by examples. */
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
