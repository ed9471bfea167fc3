package io.maksut.samples.spring;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs refunds as a WooCommerce shop's payment plugin does. */
record HandOffSigner(String secret, Clock clock) {
    Map<String, String> headers(String body) {
        String timestamp = "" + clock.instant().getEpochSecond();
        String nonce = UUID.randomUUID().toString();
        return Map.of(
                "Content-Type",
                "application/json",
                "X-Maksut-Timestamp",
                timestamp,
                "X-Maksut-Nonce",
                nonce,
                "X-Maksut-Signature",
                hmac("maksut-refund-hand-off-v1\nwoocommerce\n" + timestamp + "\n" + nonce + "\n" + body));
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
        return "HandOffSigner[]";
    }
}
