package io.maksut.sandbox.shopify.order;

import io.maksut.sandbox.shopify.search.SearchQuery;
import io.maksut.sandbox.shopify.search.Term;
import io.maksut.sandbox.shopify.search.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A search for orders. A term with an unknown field or an impossible value is left out, with no more than a warning: a
 * search of nothing but mistakes finds everything. Immutable.
 */
public final class OrderSearch {
    /** What was wrong with one term; nobody has to look at it. */
    public record Warning(String field, String message) {}

    private final SearchQuery query;
    private final Map<Term, Predicate<Order>> conditions = new HashMap<>();
    private final List<Warning> warnings = new ArrayList<>();

    private OrderSearch(SearchQuery written, Instant now) {
        for (Term term : written.terms()) {
            Predicate<Order> condition = OrderFields.condition(term, now);
            if (condition != null) {
                conditions.put(term, condition);
            } else {
                warnings.add(new Warning(
                        term.field(),
                        OrderFields.knows(term.field())
                                ? "Input `" + term.value() + "` is not an accepted value."
                                : "Invalid search field for this query."));
            }
        }
        query = written.without(term -> !conditions.containsKey(term));
    }

    /** @param text null or blank for everything */
    public static OrderSearch of(@Nullable String text, Instant now) {
        return new OrderSearch(SearchQuery.parse(text == null ? "" : text), now);
    }

    public List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    boolean matches(Order order) {
        return query.matches(term -> {
            Predicate<Order> condition = conditions.get(term);
            return condition == null || condition.test(order);
        });
    }

    /** What a field must be equal to in every match, in lower case, when the search says so. */
    Optional<String> wanted(String field) {
        return query.required().stream()
                .filter(term -> term.field().equals(field) && !term.prefix() && term.operator() == Term.Operator.EQUAL)
                .map(term -> term.value().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /** The keys that a match can have in this sort; wider than true, never narrower. */
    Bounds bounds(OrderSort sort, Instant now) {
        long low = Long.MIN_VALUE;
        long end = Long.MAX_VALUE;
        for (Term term : query.required()) {
            Optional<TimeRange> range =
                    term.field().equals(sort.timeField()) ? TimeRange.parse(term.value(), now) : Optional.empty();
            if (range.isPresent()) {
                long from = range.get().from().getEpochSecond();
                long after = range.get().end().getEpochSecond();
                switch (term.operator()) {
                    case EQUAL -> {
                        low = Math.max(low, from);
                        end = Math.min(end, after);
                    }
                    case ABOVE -> low = Math.max(low, after);
                    case AT_LEAST -> low = Math.max(low, from);
                    case BELOW -> end = Math.min(end, from);
                    case AT_MOST -> end = Math.min(end, after);
                }
            }
        }
        return new Bounds(low, end);
    }

    /** From the first to before the end. */
    record Bounds(long first, long end) {}
}
