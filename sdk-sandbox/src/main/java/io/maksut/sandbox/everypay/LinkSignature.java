package io.maksut.sandbox.everypay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hex HMAC-SHA256 under the API secret. Immutable. */
final class LinkSignature {
    private final String secret;

    LinkSignature(String secret) {
        this.secret = secret;
    }

    /** Of a payment link: over the raw query string before {@code &hmac=}, as two open-source link builders do. */
    String of(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JRE has HmacSHA256", e);
        }
    }

    /**
     * Of a payment link's callback. What exactly is signed was not found; assumed as in the vendor's oldest API: all
     * fields but the signature, sorted by name, unencoded, {@code name=value} joined by {@code &}.
     */
    String ofFields(Map<String, String> fields) {
        return of(new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("&")));
    }
}
