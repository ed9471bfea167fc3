package io.maksut.sandbox.shopify.graphql;

import java.util.LinkedHashMap;
import java.util.Map;

/** Something that the API says in {@code errors}, with a code. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> extensions = new LinkedHashMap<>();

    ApiError(String code, String message) {
        super(message);
        extensions.put("code", code);
    }

    static ApiError accessDenied(String field, String scope) {
        ApiError error = new ApiError(
                "ACCESS_DENIED",
                "Access denied for " + field + " field. Required access: `" + scope + "` access scope.");
        error.extensions.put("documentation", "https://shopify.dev/api/usage/access-scopes");
        error.extensions.put("requiredAccess", "`" + scope + "` access scope.");
        return error;
    }

    static ApiError invalidId(String id) {
        return new ApiError("RESOURCE_NOT_FOUND", "Invalid id: " + id);
    }

    Map<String, Object> extensions() {
        return extensions;
    }
}
