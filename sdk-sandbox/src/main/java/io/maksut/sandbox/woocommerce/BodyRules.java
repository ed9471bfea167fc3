package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The types that WordPress checks before an endpoint sees a posted parameter; parameters without a rule pass. Immutable. */
final class BodyRules {
    /** A type of JSON schema, as WordPress understands it. */
    enum Type {
        STRING,
        INTEGER,
        BOOLEAN,
        ARRAY,
        OBJECT
    }

    private static final Set<String> TRUE = Set.of("true", "1");
    private static final Set<String> FALSE = Set.of("false", "0");

    private final Map<String, Type> types;
    private final Map<String, List<String>> choices;

    private BodyRules(Map<String, Type> types, Map<String, List<String>> choices) {
        this.types = types;
        this.choices = choices;
    }

    static BodyRules none() {
        return new BodyRules(Map.of(), Map.of());
    }

    BodyRules and(Type type, String... names) {
        Map<String, Type> more = new LinkedHashMap<>(types);
        for (String name : names) {
            more.put(name, type);
        }
        return new BodyRules(more, choices);
    }

    /** A text of this list only. */
    BodyRules oneOf(String name, List<String> values) {
        Map<String, List<String>> more = new TreeMap<>(choices);
        more.put(name, List.copyOf(values));
        return new BodyRules(and(Type.STRING, name).types, more);
    }

    /** Refuses the request when one of its parameters breaks a rule. */
    void check(RestRequest request) {
        Map<String, RestError.Problem> problems = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            JsonElement value = request.param(name);
            RestError.Problem problem = value == null ? null : problem(name, type, value);
            if (problem != null) {
                problems.put(name, problem);
            }
        });
        if (!problems.isEmpty()) {
            throw RestError.invalidParameters(problems);
        }
    }

    static boolean truth(JsonElement value) {
        return value.isJsonPrimitive() && TRUE.contains(value.getAsString().toLowerCase(Locale.ROOT));
    }

    private RestError.@Nullable Problem problem(String name, Type type, JsonElement value) {
        if (!fits(type, value)) {
            return RestError.Problem.wrongType(name, type.name().toLowerCase(Locale.ROOT));
        }
        List<String> allowed = choices.get(name);
        return allowed == null || allowed.contains(value.getAsString())
                ? null
                : RestError.Problem.of("rest_not_in_enum", name + " is not one of " + enumerated(allowed) + ".");
    }

    static String enumerated(List<String> values) {
        if (values.size() < 3) {
            return String.join(" and ", values);
        }
        List<String> parts = new ArrayList<>(values.subList(0, values.size() - 1));
        return String.join(", ", parts) + ", and " + values.get(values.size() - 1);
    }

    private static boolean fits(Type type, JsonElement value) {
        return switch (type) {
            case STRING -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
            case INTEGER -> isInteger(value);
            case BOOLEAN -> value.isJsonPrimitive() && isTruthValue(value.getAsJsonPrimitive());
            case ARRAY ->
                value.isJsonArray()
                        || (value.isJsonPrimitive()
                                && value.getAsJsonPrimitive().isString());
            case OBJECT -> value.isJsonObject();
        };
    }

    /** A whole number, or text of one. */
    static boolean isInteger(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsString().matches("-?\\d{1,18}");
    }

    private static boolean isTruthValue(JsonPrimitive value) {
        String text = value.getAsString().toLowerCase(Locale.ROOT);
        return TRUE.contains(text) || FALSE.contains(text);
    }
}
