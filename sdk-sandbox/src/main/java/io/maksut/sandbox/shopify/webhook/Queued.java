package io.maksut.sandbox.shopify.webhook;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A webhook in the queue. Guarded by the queue. */
final class Queued {
    final String id;
    final String eventId;
    final String topic;
    final Subscription subscription;
    final ShopifyWebhook.Payload payload;
    final Instant triggeredAt;
    final URI uri;
    Instant dueAt;
    ShopifyWebhook.State state = ShopifyWebhook.State.PENDING;
    int attempts;
    boolean beingSent;
    /** When the first attempt failed; retries count from it. */
    @Nullable
    Instant firstFailure;

    long successesBefore;

    Queued(
            String id,
            String eventId,
            Subscription subscription,
            ShopifyWebhook.Payload payload,
            Instant triggeredAt,
            Instant dueAt) {
        this.id = id;
        this.eventId = eventId;
        this.topic = subscription.topic();
        this.subscription = subscription;
        this.payload = payload;
        this.triggeredAt = triggeredAt;
        this.uri = subscription.uri();
        this.dueAt = dueAt;
    }

    ShopifyWebhook view() {
        return new ShopifyWebhook(
                id, eventId, topic, subscription.id(), uri, payload, triggeredAt, attempts, dueAt, state);
    }
}
