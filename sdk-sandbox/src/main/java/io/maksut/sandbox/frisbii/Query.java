package io.maksut.sandbox.frisbii;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a list request; names and values are decoded, a name may occur several times. Immutable. */
final class Query {
    private static final Pattern INTERVAL = Pattern.compile("([\\[(])(\\d{0,18});(\\d{0,18})([\\])])");

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    Query(String raw) {
        try {
            for (String pair : raw.split("&")) {
                if (!pair.isEmpty()) {
                    String[] parts = pair.split("=", 2);
                    values.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                            .add(parts.length == 2 ? decode(parts[1]) : "");
                }
            }
        } catch (IllegalArgumentException e) {
            throw ErrorCode.INVALID_REQUEST.because("Malformed query");
        }
    }

    @Nullable
    String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** True when the parameter is absent or one of its values is this. */
    boolean allows(String name, @Nullable String value) {
        List<String> all = all(name);
        return all.isEmpty() || (value != null && all.contains(value));
    }

    /** An interval of minor units such as {@code [10000;20000)} or {@code (0;)}; all amounts when absent. */
    LongPredicate amounts(String name) {
        String text = first(name);
        if (text == null) {
            return amount -> true;
        }
        Matcher matcher = INTERVAL.matcher(text);
        if (!matcher.matches()) {
            throw ErrorCode.INVALID_REQUEST.because(name + " must be an interval");
        }
        boolean withLow = matcher.group(1).equals("[");
        boolean withHigh = matcher.group(4).equals("]");
        long low = matcher.group(2).isEmpty() ? Long.MIN_VALUE : Long.parseLong(matcher.group(2));
        long high = matcher.group(3).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(3));
        return amount -> (withLow ? amount >= low : amount > low) && (withHigh ? amount <= high : amount < high);
    }

    /** Everything but the page token, in a fixed order: requests for pages of one list agree on it. */
    String withoutToken() {
        Map<String, List<String>> sorted = new TreeMap<>(values);
        sorted.remove("next_page_token");
        return sorted.toString();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
