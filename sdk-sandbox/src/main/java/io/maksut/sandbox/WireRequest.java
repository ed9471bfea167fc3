package io.maksut.sandbox;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire. Immutable.
 *
 * @param method upper case
 * @param path raw path without the query, as sent
 * @param query raw query without the question mark, empty when there is none
 * @param headers by lower-case name, the first value of each
 * @param body as UTF-8 text, empty when there is none
 * @param secure whether it came over HTTPS
 */
public record WireRequest(
        String method, String path, String query, Map<String, String> headers, String body, boolean secure) {
    public WireRequest {
        headers = Map.copyOf(headers);
    }

    /** The first value of this header, whatever the case of its name, or null. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Credentials and bodies stay out of logs. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
