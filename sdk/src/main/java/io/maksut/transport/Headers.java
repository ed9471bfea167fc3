package io.maksut.transport;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks the headers of a request. No message repeats a value. */
final class Headers {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final int MAX_VALUE = 8_192;

    /** Set by the HTTP client only, or never wanted: we neither decompress (Accept-Encoding) nor wait (Expect). */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Set by the adapter only: credentials, formats, idempotency key. */
    private static final Set<String> NOT_PER_CALL = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "accept",
            "idempotency-key",
            "x-idempotency-key",
            "x-shopify-access-token");

    private Headers() {}

    /** A checked copy. Names are compared without regard to case. */
    static Map<String, String> checked(Map<String, String> headers) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            check(name, value);
            if (copy.put(name, value) != null) {
                throw new IllegalArgumentException("header given twice: " + name);
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    /** As {@link #checked}, and refuses what would override authentication, content or idempotency key. */
    static Map<String, String> checkedPerCall(Map<String, String> headers) {
        Map<String, String> copy = checked(headers);
        for (String name : copy.keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (NOT_PER_CALL.contains(lower) || lower.startsWith("content-")) {
                throw new IllegalArgumentException("header may not be set per call: " + name);
            }
        }
        return copy;
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a header name");
        }
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header is not the caller's to set: " + name);
        }
        if (value.length() > MAX_VALUE || !value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("header value is too long or not plain ASCII text: " + name);
        }
    }
}
