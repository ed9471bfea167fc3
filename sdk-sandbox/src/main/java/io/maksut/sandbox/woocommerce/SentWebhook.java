package io.maksut.sandbox.woocommerce;

import java.util.Map;

/**
 * A delivery as it went over the wire. Immutable.
 *
 * @param queueId of the {@link QueuedWebhook} that it came from
 * @param headers those that WooCommerce set
 * @param status of the answer, 0 when none came in time
 */
public record SentWebhook(
        long queueId,
        long webhookId,
        String topic,
        long arg,
        String url,
        Map<String, String> headers,
        String body,
        int status) {
    public SentWebhook {
        headers = Map.copyOf(headers);
    }

    /** Personal data and the signature stay out of logs. */
    @Override
    public String toString() {
        return topic + " " + arg + " -> " + status;
    }
}
