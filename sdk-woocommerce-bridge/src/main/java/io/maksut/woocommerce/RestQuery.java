package io.maksut.woocommerce;

import io.maksut.text.PercentEncoding;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A path of the REST API with its parameters. Immutable and thread-safe. */
final class RestQuery {
    private final String path;
    private final Map<String, String> parameters;

    private RestQuery(String path, Map<String, String> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    /** {@code path} begins with a slash and needs no encoding. */
    static RestQuery of(String path) {
        return new RestQuery(path, Map.of());
    }

    RestQuery with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new RestQuery(path, more);
    }

    RestQuery with(String name, int value) {
        return with(name, Integer.toString(value));
    }

    /** In whole seconds, as WooCommerce compares, and with the zone: without one it is local time of the shop. */
    RestQuery with(String name, Instant bound) {
        return with(name, bound.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** As a list separated by commas. */
    RestQuery with(String name, Collection<Long> ids) {
        return with(name, ids.stream().map(id -> Long.toString(id)).collect(Collectors.joining(",")));
    }

    /** {@code api} has no slash at the end. */
    URI on(URI api) {
        return URI.create(api + path + (parameters.isEmpty() ? "" : "?" + PercentEncoding.query(parameters)));
    }
}
