package io.maksut.webhook;

import io.maksut.error.DeliveryRefusedException.Reason;

/**
 * The answer to a sender. Only 2xx tells the sender that the delivery is accepted; after anything else it delivers
 * again, if it repeats at all. Immutable and thread-safe.
 *
 * @param status HTTP status
 * @param text plain ASCII text that shows in the sender's list of deliveries, without content of the delivery
 */
public record WebhookReply(int status, String text) {
    /** Stored now or before, or not worth storing. Exactly 200, as WooCommerce's first call accepts no other status. */
    static final WebhookReply ACCEPTED = new WebhookReply(200, "accepted");

    /** Not stored, or not known to be stored. */
    static final WebhookReply NOT_STORED = new WebhookReply(503, "not stored, deliver again");

    static final WebhookReply FAULT = new WebhookReply(500, "");

    static WebhookReply refused(Reason reason) {
        return switch (reason) {
            case WRONG_METHOD -> new WebhookReply(405, "refused: method");
            case TOO_LARGE -> new WebhookReply(413, "refused: size");
            case MALFORMED -> new WebhookReply(400, "refused: malformed");
            case BAD_SIGNATURE -> new WebhookReply(401, "refused: signature");
            case OUTSIDE_WINDOW -> new WebhookReply(401, "refused: time");
        };
    }
}
