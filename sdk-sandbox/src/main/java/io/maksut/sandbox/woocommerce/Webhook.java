package io.maksut.sandbox.woocommerce;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A webhook as it is configured. All but the final fields is guarded by the monitor of {@link WooCommerceWebhooks}. */
final class Webhook {
    /** One more failure than this many in a row disables; the count stays there. */
    private static final int MOST_FAILURES = 5;

    static final List<String> STATUSES = List.of("active", "paused", "disabled");

    final long id;
    final Instant created;
    String name;
    String status = "active";
    String topic;
    String deliveryUrl;
    String secret;

    @Nullable
    Instant modified;

    int failures;
    boolean pingPending = true;

    Webhook(long id, Instant created, String name, String topic, String deliveryUrl, String secret) {
        this.id = id;
        this.created = created;
        this.name = name;
        this.topic = topic;
        this.deliveryUrl = deliveryUrl;
        this.secret = secret;
    }

    boolean active() {
        return status.equals("active");
    }

    /** 200 to 302 is success, redirects included, though they are not followed. */
    void answered(int httpStatus) {
        if (httpStatus >= 200 && httpStatus < 303) {
            failures = 0;
        } else if (failures > MOST_FAILURES) {
            status = "disabled";
        } else {
            failures++;
        }
    }
}
