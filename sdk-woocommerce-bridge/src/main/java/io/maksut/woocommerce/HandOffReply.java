package io.maksut.woocommerce;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a shop's plugin that handed off a refund. Immutable and thread-safe.
 *
 * @param status HTTP status. 200 and 202: the plugin returns success to WooCommerce. 4xx and 503: this request
 *     certainly pays nothing; the plugin returns an error with the message. Any other status, or no answer: unknown;
 *     the plugin posts again with the same refund id, and shows the refund as under way if that does not help.
 * @param outcome {@code done}, {@code pending}, {@code declined}, {@code refused}, {@code not_taken} or {@code unknown}
 * @param message for the merchant; may be empty. Of {@code done} it says that the refund ended without money, and belongs in the
 *     order's notes; empty if it was paid.
 */
public record HandOffReply(int status, String outcome, String message) {
    static final HandOffReply DONE = new HandOffReply(200, "done", "");
    static final HandOffReply PENDING = new HandOffReply(202, "pending", "");
    static final HandOffReply WRONG_METHOD = new HandOffReply(405, "refused", "method");
    static final HandOffReply TOO_LARGE = new HandOffReply(413, "refused", "size");
    static final HandOffReply NOT_SIGNED = new HandOffReply(401, "refused", "signature");
    static final HandOffReply OUTSIDE_WINDOW = new HandOffReply(401, "refused", "time");
    static final HandOffReply REPLAYED = new HandOffReply(409, "refused", "nonce");
    /** It is certain that nothing was stored. */
    static final HandOffReply NOT_TAKEN = new HandOffReply(503, "not_taken", "");
    /** The request may be stored, and is paid then. */
    static final HandOffReply UNKNOWN = new HandOffReply(500, "unknown", "");

    static HandOffReply doneWithoutMoney(String message) {
        return new HandOffReply(200, "done", message);
    }

    static HandOffReply declined(String message) {
        return new HandOffReply(422, "declined", message);
    }

    static HandOffReply malformed(String message) {
        return new HandOffReply(400, "declined", message);
    }

    static HandOffReply contradicts(String message) {
        return new HandOffReply(409, "declined", message);
    }

    /** The body to send: a JSON object as UTF-8. */
    public byte[] body() {
        JsonObject json = new JsonObject();
        json.addProperty("outcome", outcome);
        json.addProperty("message", message);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves out the message, which may hold words of the gateway. */
    @Override
    public String toString() {
        return "HandOffReply[" + status + ", " + outcome + "]";
    }
}
