package io.maksut.sandbox.shopify.graphql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a query as JSON lines: one for each node, the nodes of inner connections after the one they belong to and
 * with its id. Immutable.
 *
 * @param roots how many of the lines are of the outermost connection
 */
record BulkResult(List<String> lines, int roots) {
    BulkResult {
        lines = List.copyOf(lines);
    }

    static BulkResult of(@Nullable Object data) {
        List<String> lines = new ArrayList<>();
        int roots = 0;
        if (data instanceof Map<?, ?> map) {
            for (Object root : map.values()) {
                for (Map<?, ?> node : isConnection(root) ? nodes((Map<?, ?>) root) : one(root)) {
                    write(node, null, lines);
                    roots++;
                }
            }
        }
        return new BulkResult(lines, roots);
    }

    private static void write(Map<?, ?> node, @Nullable Object parentId, List<String> lines) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        List<Map<?, ?>> connections = new ArrayList<>();
        node.forEach((name, value) -> {
            if (isConnection(value)) {
                connections.add((Map<?, ?>) value);
            } else {
                own.put(String.valueOf(name), value);
            }
        });
        if (parentId != null) {
            own.put("__parentId", parentId);
        }
        lines.add(Json.of(own).toString());
        for (Map<?, ?> connection : connections) {
            nodes(connection).forEach(child -> write(child, node.get("id"), lines));
        }
    }

    private static boolean isConnection(@Nullable Object value) {
        return value instanceof Map<?, ?> map && (map.get("edges") instanceof List || map.get("nodes") instanceof List);
    }

    private static List<Map<?, ?>> nodes(Map<?, ?> connection) {
        List<Map<?, ?>> nodes = new ArrayList<>();
        if (connection.get("nodes") instanceof List<?> list) {
            list.forEach(node -> nodes.add((Map<?, ?>) node));
        } else if (connection.get("edges") instanceof List<?> list) {
            list.forEach(edge -> nodes.addAll(one(((Map<?, ?>) edge).get("node"))));
        }
        return nodes;
    }

    private static List<Map<?, ?>> one(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? List.of(map) : List.of();
    }

    BulkResult half() {
        return new BulkResult(lines.subList(0, lines.size() / 2), roots / 2);
    }

    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
