package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.OrderSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who executes a document, and what is to be said of the execution beside the data. Not thread-safe. */
final class Caller {
    /** What an app without {@code read_all_orders} sees. */
    private static final Duration WINDOW = Duration.ofDays(60);

    /** Something in a search that was left out. */
    record SearchWarnings(String path, String query, List<OrderSearch.Warning> warnings) {}

    private final App app;
    private final String version;
    private final Instant now;
    private final boolean bulk;
    private final List<SearchWarnings> warnings = new ArrayList<>();

    Caller(App app, String version, Instant now, boolean bulk) {
        this.app = app;
        this.version = version;
        this.now = now;
        this.bulk = bulk;
    }

    static Caller of(DataFetchingEnvironment environment) {
        Caller caller = environment.getGraphQlContext().get(Caller.class);
        if (caller == null) {
            throw new IllegalStateException("executed by nobody");
        }
        return caller;
    }

    App app() {
        return app;
    }

    /** That really answers. */
    String version() {
        return version;
    }

    /** Whether connections are to be given whole. */
    boolean bulk() {
        return bulk;
    }

    boolean sees(Order order) {
        return app.may("read_all_orders") || order.placement().createdAt().isAfter(now.minus(WINDOW));
    }

    void warn(SearchWarnings found) {
        warnings.add(found);
    }

    List<SearchWarnings> warnings() {
        return warnings;
    }
}
