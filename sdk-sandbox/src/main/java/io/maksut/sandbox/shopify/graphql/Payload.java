package io.maksut.sandbox.shopify.graphql;

import io.maksut.sandbox.shopify.shop.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What mutations answer. */
final class Payload {
    private Payload() {}

    static Map<String, @Nullable Object> done(String name, Object result) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put(name, result);
        payload.put("userErrors", List.of());
        return payload;
    }

    static Map<String, @Nullable Object> refused(Refusal refusal, String name) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put(name, null);
        payload.put("userErrors", List.of(error(refusal, null)));
        return payload;
    }

    /** @param code null for an error type that has none */
    static Map<String, @Nullable Object> error(Refusal refusal, @Nullable String code) {
        Map<String, @Nullable Object> error = new HashMap<>();
        error.put("field", refusal.field());
        error.put("message", refusal.getMessage());
        error.put("code", code);
        return error;
    }
}
