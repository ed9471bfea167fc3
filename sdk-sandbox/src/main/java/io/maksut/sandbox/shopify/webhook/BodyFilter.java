package io.maksut.sandbox.shopify.webhook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.maksut.sandbox.shopify.search.SearchQuery;
import io.maksut.sandbox.shopify.search.Term;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Filter and field list of a subscription. Other than in a search for orders, a filter that names a field which is not
 * there is accepted and then lets nothing pass.
 */
final class BodyFilter {
    private BodyFilter() {}

    static boolean passes(String filter, JsonObject body) {
        SearchQuery query = SearchQuery.parse(filter);
        boolean known = query.terms().stream()
                .noneMatch(term -> values(body, term.field()).isEmpty());
        return known
                && query.matches(term -> values(body, term.field()).stream().anyMatch(value -> holds(value, term)));
    }

    static JsonObject only(List<String> fields, JsonObject body) {
        JsonObject kept = new JsonObject();
        for (String field : fields) {
            if (body.has(field)) {
                kept.add(field, body.get(field));
            }
        }
        return kept;
    }

    private static boolean holds(String value, Term term) {
        if (term.operator() == Term.Operator.EQUAL) {
            return term.value().equals("*") || term.like(value);
        }
        int compared = compare(value, term.value());
        return switch (term.operator()) {
            case ABOVE -> compared > 0;
            case AT_LEAST -> compared >= 0;
            case BELOW -> compared < 0;
            case AT_MOST -> compared <= 0;
            case EQUAL -> compared == 0;
        };
    }

    private static int compare(String one, String other) {
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other));
        } catch (NumberFormatException e) {
            // Not numbers: times in one zone compare as texts.
            return one.compareTo(other);
        }
    }

    /** All values under a dotted name, through lists; null counts as an empty text. */
    private static List<String> values(JsonObject body, String path) {
        Stream<JsonElement> found = Stream.of(body);
        for (String name : path.split("\\.")) {
            found = found.flatMap(BodyFilter::objects)
                    .filter(object -> object.has(name))
                    .map(object -> object.get(name));
        }
        List<String> values = new ArrayList<>();
        found.flatMap(BodyFilter::spread)
                .forEach(element -> values.add(element.isJsonPrimitive() ? element.getAsString() : ""));
        return values;
    }

    private static Stream<JsonObject> objects(JsonElement element) {
        return spread(element).filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
    }

    private static Stream<JsonElement> spread(JsonElement element) {
        return element.isJsonArray() ? element.getAsJsonArray().asList().stream() : Stream.of(element);
    }
}
