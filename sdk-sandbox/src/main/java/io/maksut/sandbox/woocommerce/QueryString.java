package io.maksut.sandbox.woocommerce;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters as PHP reads and writes them: {@code a=1}, or lists as {@code a[]=1} and {@code a[0]=1}. The last of several equal
 * names counts. Immutable.
 */
final class QueryString {
    private final Map<String, Object> values;

    private QueryString(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    static QueryString parse(String raw) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            int bracket = name.indexOf('[');
            if (bracket > 0 && name.endsWith("]")) {
                append(values, name.substring(0, bracket), value);
            } else if (!name.isEmpty()) {
                values.put(name, value);
            }
        }
        return new QueryString(values);
    }

    /** A text or a list of them, by name. */
    Map<String, Object> values() {
        return values;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value if it is no list. */
    @Nullable
    String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    /** The list, or the text split at commas and spaces. */
    List<String> list(String name) {
        Object value = values.get(name);
        if (value instanceof List<?> list) {
            return list.stream().map(Object::toString).toList();
        }
        List<String> parts = new ArrayList<>();
        if (value instanceof String text) {
            for (String part : text.split("[\\s,]+")) {
                if (!part.isEmpty()) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    /** As {@code urlencode}: a blank is a plus. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A");
    }

    /** What is not a valid escape stays as it is. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void append(Map<String, Object> values, String name, String value) {
        List<String> list = new ArrayList<>();
        if (values.get(name) instanceof List<?> before) {
            before.forEach(item -> list.add(item.toString()));
        }
        list.add(value);
        values.put(name, List.copyOf(list));
    }
}
