package io.maksut.sandbox.shopify.order;

import io.maksut.sandbox.shopify.search.Term;
import io.maksut.sandbox.shopify.search.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields by which orders are searched, and how. Text is compared regardless of case. */
final class OrderFields {
    /** Makes a condition of a term. */
    private interface Field {
        /** Null when the field does not accept the value. */
        @Nullable
        Predicate<Order> condition(Term term, Instant now);
    }

    private static final Set<String> FLAG = Set.of("true", "false");
    private static final Set<String> STATUS = Set.of("open", "closed", "cancelled", "not_closed");
    private static final Set<String> FINANCIAL = Set.of(
            "paid",
            "pending",
            "authorized",
            "partially_paid",
            "partially_refunded",
            "refunded",
            "voided",
            "expired",
            "unpaid");
    private static final Set<String> FULFILLMENT =
            Set.of("unshipped", "shipped", "fulfilled", "partial", "unfulfilled", "scheduled", "on_hold");

    private static final Map<String, Field> FIELDS = Map.ofEntries(
            Map.entry("", text(order -> Stream.of(name(order), email(order)))),
            Map.entry("name", text(order -> Stream.of(name(order), name(order).replace("#", "")))),
            Map.entry("payment_id", text(order -> order.payments().map(Transaction::paymentId))),
            Map.entry("gateway", text(order -> order.gateways().stream())),
            Map.entry("email", text(order -> Stream.of(email(order)))),
            Map.entry("tag", text(order -> order.tags().stream())),
            Map.entry(
                    "checkout_token", text(order -> Stream.of(order.placement().checkoutToken()))),
            Map.entry("cart_token", text(order -> Stream.of(order.placement().cartToken()))),
            Map.entry(
                    "confirmation_number",
                    text(order -> Stream.of(order.placement().confirmationNumber()))),
            Map.entry("source_name", text(order -> Stream.of(order.placement().sourceName()))),
            Map.entry("sku", text(order -> order.lines().stream().map(LineItem::sku))),
            Map.entry("tag_not", (term, now) -> order -> order.tags().stream().noneMatch(term::like)),
            Map.entry("id", number(Order::id)),
            Map.entry(
                    "customer_id", number(order -> order.placement().customer().id())),
            Map.entry("created_at", time(order -> order.placement().createdAt())),
            Map.entry("processed_at", time(order -> order.placement().processedAt())),
            Map.entry("updated_at", time(Order::updatedAt)),
            Map.entry(
                    "test",
                    choice(
                            FLAG,
                            (order, wanted) -> Boolean.parseBoolean(wanted)
                                    == order.placement().test())),
            Map.entry("status", choice(STATUS, OrderFields::hasStatus)),
            Map.entry("financial_status", choice(FINANCIAL, OrderFields::hasFinancialStatus)),
            Map.entry("fulfillment_status", choice(FULFILLMENT, OrderFields::hasFulfillmentStatus)));

    private OrderFields() {}

    static boolean knows(String field) {
        return FIELDS.containsKey(field);
    }

    /** Null when there is no such field, or it does not accept the value. */
    static @Nullable Predicate<Order> condition(Term term, Instant now) {
        Field field = FIELDS.get(term.field());
        return field == null ? null : field.condition(term, now);
    }

    private static String name(Order order) {
        return order.placement().name();
    }

    private static @Nullable String email(Order order) {
        return order.placement().customer().email();
    }

    private static Field text(Function<Order, Stream<@Nullable String>> values) {
        return (term, now) -> order -> values.apply(order).anyMatch(value -> value != null && term.like(value));
    }

    private static Field number(ToLongFunction<Order> value) {
        return (term, now) -> {
            if (!term.value().matches("[0-9]{1,18}")) {
                return null;
            }
            long wanted = Long.parseLong(term.value());
            return order -> term.holds(value.applyAsLong(order), wanted, wanted + 1);
        };
    }

    private static Field time(Function<Order, Instant> value) {
        return (term, now) -> TimeRange.parse(term.value(), now)
                .<Predicate<Order>>map(range -> order -> term.holds(
                        value.apply(order).getEpochSecond(),
                        range.from().getEpochSecond(),
                        range.end().getEpochSecond()))
                .orElse(null);
    }

    /** One of a few words, or several of them with commas between. */
    private static Field choice(Set<String> words, BiPredicate<Order, String> holds) {
        return (term, now) -> {
            Set<String> wanted =
                    Set.copyOf(List.of(term.value().toLowerCase(Locale.ROOT).split(",")));
            return words.containsAll(wanted)
                    ? order -> wanted.stream().anyMatch(word -> holds.test(order, word))
                    : null;
        };
    }

    private static boolean hasStatus(Order order, String wanted) {
        return wanted.equals("not_closed")
                ? !order.status().equals("closed")
                : order.status().equals(wanted);
    }

    private static boolean hasFinancialStatus(Order order, String wanted) {
        String status = order.totals().financialStatus().toLowerCase(Locale.ROOT);
        return wanted.equals("unpaid")
                ? status.equals("pending") || status.equals("authorized") || status.equals("partially_paid")
                : status.equals(wanted);
    }

    private static boolean hasFulfillmentStatus(Order order, String wanted) {
        String status = order.totals().fulfillmentStatus();
        return switch (wanted) {
            case "shipped", "fulfilled" -> status.equals("FULFILLED");
            case "partial" -> status.equals("PARTIALLY_FULFILLED");
            case "unshipped" -> status.equals("UNFULFILLED");
            case "unfulfilled" -> status.equals("UNFULFILLED") || status.equals("PARTIALLY_FULFILLED");
            default -> false;
        };
    }
}
