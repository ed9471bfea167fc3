package io.maksut.woocommerce;

import io.maksut.webhook.ReplayWindow;
import io.maksut.webhook.SigningSecrets;
import io.maksut.webhook.WebhookRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Verifies who sent a refund request: HMAC-SHA256 over a fixed word, the shop's name, timestamp, nonce and body, each
 * but the last ended by a line feed. Within the window a nonce is accepted once. Thread-safe.
 */
final class HandOffSignature {
    static final String FORM = "maksut-refund-hand-off-v1";
    static final String TIMESTAMP = "X-Maksut-Timestamp";
    static final String NONCE = "X-Maksut-Nonce";
    static final String SIGNATURE = "X-Maksut-Signature";

    /** PHP servers keep time well enough; a request that takes longer on the way has to be made anew. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final Pattern NONCE_FORM = Pattern.compile("[A-Za-z0-9_-]{16,64}");

    private final String shop;
    private final SigningSecrets secrets;
    private final ReplayWindow window;
    private final NonceTable nonces;

    HandOffSignature(String shop, SigningSecrets secrets, NonceTable nonces, Clock clock) {
        this.shop = shop;
        this.secrets = secrets;
        this.nonces = nonces;
        this.window = new ReplayWindow(WINDOW, WINDOW, clock);
    }

    /** Why a request is refused; empty if it is accepted, and then its nonce is used up. */
    Optional<HandOffReply> refusal(WebhookRequest request) {
        String timestamp = request.header(TIMESTAMP).orElse("");
        String nonce = request.header(NONCE).orElse("");
        String signature = request.header(SIGNATURE).orElse("");
        if (!SECONDS.matcher(timestamp).matches()
                || !NONCE_FORM.matcher(nonce).matches()
                || !secrets.matchHex(signed(timestamp, nonce, request.body()), signature)) {
            return Optional.of(HandOffReply.NOT_SIGNED);
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (!window.contains(at)) {
            return Optional.of(HandOffReply.OUTSIDE_WINDOW);
        }
        return nonces.use(nonce, at.plus(WINDOW)) ? Optional.empty() : Optional.of(HandOffReply.REPLAYED);
    }

    private byte[] signed(String timestamp, String nonce, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 200);
        String head = String.join("\n", FORM, shop, timestamp, nonce) + "\n";
        signed.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return signed.toByteArray();
    }
}
