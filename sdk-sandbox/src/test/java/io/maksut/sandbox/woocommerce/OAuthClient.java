package io.maksut.sandbox.woocommerce;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests by OAuth 1.0a without tokens, written from RFC 5849. */
final class OAuthClient {
    private final URI site;
    private final ApiKey key;
    private final String method;

    OAuthClient(URI site, ApiKey key, String method) {
        this.site = site;
        this.key = key;
        this.method = method;
    }

    /** The signed parameters of a request. */
    Map<String, String> parameters(
            String httpMethod, String path, Map<String, String> query, String nonce, Instant at) {
        Map<String, String> all = new TreeMap<>(query);
        all.put("oauth_consumer_key", key.consumerKey());
        all.put("oauth_timestamp", Long.toString(at.getEpochSecond()));
        all.put("oauth_nonce", nonce);
        all.put("oauth_signature_method", method);
        String base = httpMethod + "&" + encoded(site + "/wp-json/wc/v3" + path) + "&" + encoded(joined(all));
        all.put("oauth_signature", hmac(base));
        return all;
    }

    HttpRequest get(String path, Map<String, String> query, String nonce, Instant at) {
        return RawClient.at(site, path + "?" + joined(parameters("GET", path, query, nonce, at)))
                .build();
    }

    HttpRequest post(String path, String json, String nonce, Instant at) {
        return RawClient.at(site, path + "?" + joined(parameters("POST", path, Map.of(), nonce, at)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    static String joined(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private String hmac(String text) {
        try {
            String algorithm = method.equals("HMAC-SHA1") ? "HmacSHA1" : "HmacSHA256";
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec((key.consumerSecret() + "&").getBytes(StandardCharsets.UTF_8), algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
