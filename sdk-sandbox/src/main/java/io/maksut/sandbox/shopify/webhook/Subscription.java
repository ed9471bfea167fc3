package io.maksut.sandbox.shopify.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That an app wants to hear of a topic. Immutable.
 *
 * @param appSpecific made in the app's own file: the API does not show it, and failures do not delete it
 * @param apiVersion in which bodies are to be written
 * @param includeFields top-level fields to send, empty for all
 * @param filter a search over the body, or null
 */
public record Subscription(
        long id,
        String topic,
        URI uri,
        boolean appSpecific,
        String apiVersion,
        @Nullable String name,
        List<String> includeFields,
        @Nullable String filter,
        String format,
        Instant createdAt,
        Instant updatedAt) {
    public Subscription {
        includeFields = List.copyOf(includeFields);
    }

    Subscription changed(
            URI newUri, @Nullable String newName, List<String> fields, @Nullable String newFilter, Instant at) {
        return new Subscription(
                id, topic, newUri, appSpecific, apiVersion, newName, fields, newFilter, format, createdAt, at);
    }
}
