package io.maksut.webhook;

import io.maksut.error.DeliveryRefusedException.Reason;

/**
 * What to answer. Only 2xx tells the sender that the delivery is kept; after anything else it delivers again, if it does
 * so at all. Immutable and thread-safe.
 *
 * @param status of HTTP
 * @param text plain ASCII text for whoever reads the sender's record of deliveries; it is the same for everybody
 */
public record WebhookReply(int status, String text) {
    /** Stored, or stored before: exactly 200, because WooCommerce's first call wants no other. */
    static final WebhookReply ACCEPTED = new WebhookReply(200, "accepted");

    /** Not stored, or not known to be. */
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
