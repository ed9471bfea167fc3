package io.maksut.sandbox.woocommerce;

import java.time.Instant;

/**
 * A delivery that waits, or waited, in the shop's queue. What it will say is not decided yet: the body is made when it is
 * delivered. Immutable.
 *
 * @param id ours, for ordering, dropping and holding; not on the wire
 * @param arg id of the order or refund that it tells of
 * @param held whether {@link WooCommerceWebhooks#deliver()} passes it over
 */
public record QueuedWebhook(long id, long webhookId, String topic, long arg, Instant queued, boolean held) {
    QueuedWebhook held(boolean on) {
        return new QueuedWebhook(id, webhookId, topic, arg, queued, on);
    }
}
