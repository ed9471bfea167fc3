package io.maksut.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One HTTP request as it came in, in any server: not decoded, not checked. Immutable and thread-safe. */
public final class WebhookRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;

    /**
     * Copies everything.
     *
     * @param method as in the request line
     * @param target path and query as in the request line, still percent-encoded
     * @param headers names in any case; null names and values are left out
     * @param body the raw bytes, before any parsing or re-encoding, as the signature covers them
     */
    public WebhookRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
        this.method = method.toUpperCase(Locale.ROOT);
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? "" : target.substring(mark + 1);
        headers.forEach((name, values) -> {
            List<String> told = name == null || values == null
                    ? List.of()
                    : values.stream().filter(Objects::nonNull).toList();
            if (!told.isEmpty()) {
                this.headers.computeIfAbsent(name, key -> new ArrayList<>()).addAll(told);
            }
        });
        this.body = body.clone();
    }

    /** The method in capitals. */
    public String method() {
        return method;
    }

    /** The path, percent-encoded as received. */
    public String path() {
        return path;
    }

    /** The part after the question mark, percent-encoded as received; empty if there is none. */
    public String query() {
        return query;
    }

    /** The value of a header that came exactly once; else empty. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** The raw bytes, a fresh array. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The parameters of the query and of the body, if that is a form or has no content type. Empty if they are
     * ambiguous: broken percent-encoding, no UTF-8, more than 200, or one name with two values.
     */
    public Optional<Map<String, String>> parameters() {
        String type = headers.getOrDefault("Content-Type", List.of("")).get(0).toLowerCase(Locale.ROOT);
        boolean isForm = type.isEmpty() || type.startsWith("application/x-www-form-urlencoded");
        String form = isForm ? new String(body, StandardCharsets.UTF_8) : "";
        return FormParameters.parse(query, form);
    }

    int bodySize() {
        return body.length;
    }

    /** Characters of path, query and all headers together. */
    int headSize() {
        int size = path.length() + query.length();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            for (String value : header.getValue()) {
                size += header.getKey().length() + value.length();
            }
        }
        return size;
    }

    /** Whether the request has one of these methods. */
    public boolean isBy(Set<String> methods) {
        return methods.contains(method);
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "WebhookRequest[" + body.length + " bytes]";
    }
}
