package io.maksut.sandbox.shopify.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A webhook as it stands. Immutable.
 *
 * @param id {@code X-Shopify-Webhook-Id}, the same at every attempt
 * @param eventId {@code X-Shopify-Event-Id}, shared by all that one action caused
 * @param uri where it goes, as it was when it was caused
 * @param payload as sent, byte for byte the same every time
 * @param dueAt when the next attempt is to be made
 */
public record ShopifyWebhook(
        String id,
        String eventId,
        String topic,
        long subscriptionId,
        URI uri,
        Payload payload,
        Instant triggeredAt,
        int attempts,
        Instant dueAt,
        State state) {
    /** What became of it. */
    public enum State {
        PENDING,
        DELIVERED,
        /** After eight retries, or with its subscription. */
        GIVEN_UP,
        /** Lost on the way, because the test wanted it. */
        DROPPED
    }

    /** Bytes of JSON. */
    public static final class Payload {
        private final byte[] bytes;

        Payload(byte[] bytes) {
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return bytes.length + " bytes";
        }
    }

    public String body() {
        return payload.text();
    }

    /** Personal data of the body stays out of logs. */
    @Override
    public String toString() {
        return topic + " " + id + " " + state;
    }
}
