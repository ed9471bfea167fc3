package io.maksut.transport;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as it goes on the wire. Immutable and thread-safe.
 *
 * <p>The text form shows method, host and path; never query, headers or body.
 */
public final class Request {
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");

    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final byte @Nullable [] body;

    /**
     * Copies headers and body.
     *
     * @param uri absolute, http or https, with a host and without user information
     * @param headers visible ASCII values without line breaks; no two names that differ in case only
     * @param body null for none
     * @throws IllegalArgumentException if any of this does not hold; the message does not repeat the values
     */
    public Request(String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("not an HTTP method");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("not an absolute http or https address");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the address needs a host, and credentials have no place in it");
        }
        this.method = method;
        this.uri = uri;
        this.headers = Headers.checked(headers);
        this.body = body == null ? null : body.clone();
    }

    /** A GET without a body. */
    public static Request get(URI uri, Map<String, String> headers) {
        return new Request("GET", uri, headers, null);
    }

    /** A copy with one header set or replaced. */
    public Request withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new Request(method, uri, more, body);
    }

    /** A copy with another address. */
    public Request withUri(URI other) {
        return new Request(method, other, headers, body);
    }

    /** A copy with another body. */
    public Request withBody(byte @Nullable [] other) {
        return new Request(method, uri, headers, other);
    }

    public String method() {
        return method;
    }

    public URI uri() {
        return uri;
    }

    /** Unmodifiable. Names are compared without regard to case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** A copy; null for none. */
    public byte @Nullable [] body() {
        return body == null ? null : body.clone();
    }

    byte @Nullable [] sharedBody() {
        return body;
    }

    boolean secure() {
        return Objects.requireNonNull(uri.getScheme()).equalsIgnoreCase("https");
    }

    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getHost() + uri.getRawPath();
    }
}
