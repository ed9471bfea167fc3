package io.maksut.sandbox.woocommerce;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of OAuth 1.0a (RFC 5849) without a token: the key is the consumer secret and an ampersand. */
final class OAuthSignature {
    private static final Pattern HEADER_FIELD = Pattern.compile("(oauth_[a-z_-]*)=(?:\"([^\"]*)\"|([^,]*))");

    private OAuthSignature() {}

    /** What an {@code Authorization} header of that kind says. */
    static Map<String, String> fromHeader(String authorization) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (authorization.startsWith("OAuth ")) {
            Matcher matcher = HEADER_FIELD.matcher(authorization);
            while (matcher.find()) {
                String quoted = matcher.group(2);
                fields.put(matcher.group(1), QueryString.decoded(quoted == null ? matcher.group(3) : quoted));
            }
        }
        return fields;
    }

    /** Lists count as {@code name[0]}, {@code name[1]} and so on. */
    static String of(String method, String secret, String httpMethod, String url, Map<String, Object> parameters) {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(parameters).forEach((name, value) -> {
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    pairs.add(encoded(name) + "%5B" + i + "%5D="
                            + encoded(list.get(i).toString()));
                }
            } else {
                pairs.add(encoded(name) + "=" + encoded(value.toString()));
            }
        });
        String text = httpMethod + "&" + encoded(url) + "&" + encoded(String.join("&", pairs));
        return hmac(method.equals("HMAC-SHA1") ? "HmacSHA1" : "HmacSHA256", secret + "&", text);
    }

    /** In Base64. */
    static String hmac(String algorithm, String key, String text) {
        return Base64.getEncoder().encodeToString(hmacBytes(algorithm, key, text));
    }

    static byte[] hmacBytes(String algorithm, String key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JRE has " + algorithm, e);
        }
    }

    /** By RFC 3986. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
