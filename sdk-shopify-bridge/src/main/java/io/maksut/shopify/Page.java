package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Where a GraphQL connection continues.
 *
 * @param next cursor of the next page; null if there is none
 */
record Page(@Nullable String next) {
    static Page of(JsonDocument connection) {
        JsonDocument info =
                connection.object("pageInfo").orElseThrow(() -> new JsonFormatException("no field pageInfo"));
        return new Page(Boolean.parseBoolean(info.requiredText("hasNextPage")) ? info.requiredText("endCursor") : null);
    }
}
