package io.maksut.samples.woocommerce;

import io.maksut.sandbox.WireRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what the stand-in shop's payment plugin hands off, as the PHP class for plugin authors does. */
record HandOffPlugin(String shop, String secret, Clock clock) {
    WireRequest signed(WireRequest request) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String nonce = UUID.randomUUID().toString();
        String text = String.join("\n", "maksut-refund-hand-off-v1", shop, timestamp, nonce, request.body());
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "X-Maksut-Timestamp",
                timestamp,
                "X-Maksut-Nonce",
                nonce,
                "X-Maksut-Signature",
                hmac(text));
        return new WireRequest(
                request.method(), request.path(), request.query(), headers, request.body(), request.secure());
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "HandOffPlugin[" + shop + "]";
    }
}
