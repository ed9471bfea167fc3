package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a connection. Immutable. */
record Page<T>(List<T> nodes, List<String> cursors, boolean hasNextPage, boolean hasPreviousPage) {
    static final int LARGEST = 250;

    /** One node with its cursor. */
    record Edge(String cursor, Object node) {}

    Page {
        nodes = List.copyOf(nodes);
        cursors = List.copyOf(cursors);
    }

    List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            edges.add(new Edge(cursors.get(i), nodes.get(i)));
        }
        return edges;
    }

    @Nullable
    String endCursor() {
        return cursors.isEmpty() ? null : cursors.get(cursors.size() - 1);
    }

    @Nullable
    String startCursor() {
        return cursors.isEmpty() ? null : cursors.get(0);
    }

    /**
     * How many nodes are asked for and from which end.
     *
     * @param cursor after which, or before which when read backwards; null for the end itself
     */
    record Window(int size, boolean backwards, @Nullable String cursor) {
        static Window of(DataFetchingEnvironment environment) {
            Integer first = environment.getArgument("first");
            Integer last = environment.getArgument("last");
            if (Caller.of(environment).bulk()) {
                return new Window(Integer.MAX_VALUE - 1, false, null);
            }
            if (first != null && last != null) {
                throw new ApiError("BAD_REQUEST", "providing both first and last is not supported");
            }
            Integer size = first == null ? last : first;
            if (size == null) {
                throw new ApiError("BAD_REQUEST", "you must provide one of first or last");
            }
            if (size < 0 || size > LARGEST) {
                throw new ApiError("BAD_REQUEST", "first and last must be between 0 and " + LARGEST);
            }
            return new Window(size, first == null, environment.getArgument(first == null ? "before" : "after"));
        }
    }

    /** A page of a list that is at hand as a whole. */
    static <T> Page<T> of(List<T> all, DataFetchingEnvironment environment) {
        Window window = Window.of(environment);
        List<T> list = new ArrayList<>(all);
        if (Boolean.TRUE.equals(environment.getArgument("reverse"))) {
            Collections.reverse(list);
        }
        int given = window.cursor() == null ? -1 : position(window.cursor());
        int from;
        int end;
        if (window.backwards()) {
            end = window.cursor() == null ? list.size() : Math.min(given, list.size());
            from = Math.max(0, end - window.size());
        } else {
            from = Math.min(given + 1, list.size());
            end = (int) Math.min((long) from + window.size(), list.size());
        }
        List<String> cursors = new ArrayList<>();
        for (int i = from; i < end; i++) {
            cursors.add(encoded("p" + i));
        }
        return new Page<>(list.subList(from, Math.max(from, end)), cursors, end < list.size(), from > 0);
    }

    private static int position(String cursor) {
        String text = decoded(cursor);
        if (!text.matches("p[0-9]{1,9}")) {
            throw invalidCursor(cursor);
        }
        return Integer.parseInt(text.substring(1));
    }

    static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decoded(String cursor) {
        try {
            return new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalidCursor(cursor);
        }
    }

    static ApiError invalidCursor(String cursor) {
        return new ApiError("BAD_REQUEST", "Invalid cursor for current pagination sort: " + cursor);
    }
}
