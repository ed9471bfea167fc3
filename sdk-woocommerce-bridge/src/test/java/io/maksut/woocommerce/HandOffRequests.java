package io.maksut.woocommerce;

import io.maksut.sandbox.WireRequest;
import io.maksut.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as a shop's plugin does, written from the description and not with the bridge's code. */
record HandOffRequests(String shop, String secret, Clock clock) {
    Map<String, String> headers(String body) {
        return headers(
                body,
                clock.instant().getEpochSecond(),
                UUID.randomUUID().toString().replace("-", ""));
    }

    Map<String, String> headers(String body, long timestamp, String nonce) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Maksut-Timestamp", "" + timestamp);
        headers.put("X-Maksut-Nonce", nonce);
        headers.put(
                "X-Maksut-Signature",
                hmac("maksut-refund-hand-off-v1\n" + shop + "\n" + timestamp + "\n" + nonce + "\n" + body));
        return headers;
    }

    /** For the stand-in shop's plugin. */
    WireRequest signed(WireRequest request) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.putAll(headers(request.body()));
        headers.remove("content-type");
        return new WireRequest(
                request.method(), request.path(), request.query(), headers, request.body(), request.secure());
    }

    WebhookRequest request(String body) {
        return request(body, headers(body));
    }

    static WebhookRequest request(String body, Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new WebhookRequest("POST", "/refunds", lists, body.getBytes(StandardCharsets.UTF_8));
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
}
