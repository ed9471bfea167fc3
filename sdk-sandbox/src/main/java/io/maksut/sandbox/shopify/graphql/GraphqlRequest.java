package io.maksut.sandbox.shopify.graphql;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.maksut.sandbox.WireRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is posted to a GraphQL endpoint. Immutable. */
record GraphqlRequest(String query, @Nullable String operationName, Map<String, Object> variables) {
    /** Empty when it is none. */
    static Optional<GraphqlRequest> of(WireRequest request) {
        String type = request.header("Content-Type");
        if (type != null && type.startsWith("application/graphql")) {
            return Optional.of(new GraphqlRequest(request.body(), null, Map.of()));
        }
        try {
            JsonElement json = Json.strict(request.body());
            return json.isJsonObject() ? of(json.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<GraphqlRequest> of(JsonObject json) {
        JsonElement query = json.get("query");
        if (query == null || !query.isJsonPrimitive() || query.getAsString().isBlank()) {
            return Optional.empty();
        }
        JsonElement name = json.get("operationName");
        JsonElement variables = json.get("variables");
        return Optional.of(new GraphqlRequest(
                query.getAsString(),
                name == null || !name.isJsonPrimitive() ? null : name.getAsString(),
                variables == null || !variables.isJsonObject() ? Map.of() : map(variables)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(JsonElement object) {
        Object plain = Json.plain(object);
        return plain instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
