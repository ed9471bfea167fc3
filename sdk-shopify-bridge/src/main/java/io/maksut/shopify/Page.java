package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection goes on.
 *
 * @param next cursor of the next page; null if there is none
 */
record Page(@Nullable String next) {
    static Page of(JsonDocument connection) {
        JsonDocument info =
                connection.object("pageInfo").orElseThrow(() -> new JsonFormatException("no field pageInfo"));
        return new Page(info.flag("hasNextPage") ? info.requiredText("endCursor") : null);
    }
}
