package io.maksut.sandbox.woocommerce;

import io.maksut.sandbox.WireRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: Basic or credentials in the URL over HTTPS, OAuth 1.0a without tokens over both. An unknown key under Basic is as
 * good as none: the request goes on as nobody's. Thread-safe.
 */
final class Authentication {
    private static final String ERROR = "woocommerce_rest_authentication_error";
    private static final long WINDOW = Duration.ofMinutes(15).toSeconds();
    private static final List<String> OAUTH = List.of(
            "oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method");

    private static final class KnownKey {
        final ApiKey key;
        /** By timestamp, so that of two in one second only the later is remembered. */
        final Map<Long, String> nonces = new LinkedHashMap<>();

        KnownKey(ApiKey key) {
            this.key = key;
        }
    }

    private final Map<String, KnownKey> keys = new LinkedHashMap<>();
    private boolean stripsAuthorization;
    private boolean blindToHttps;

    synchronized void add(ApiKey key) {
        keys.put(key.consumerKey(), new KnownKey(key));
    }

    synchronized void revoke(ApiKey key) {
        keys.remove(key.consumerKey());
    }

    synchronized void stripAuthorization(boolean on) {
        stripsAuthorization = on;
    }

    synchronized void blindToHttps(boolean on) {
        blindToHttps = on;
    }

    /** Whether the site believes that the request came over HTTPS. */
    synchronized boolean secure(WireRequest request) {
        return request.secure() && !blindToHttps;
    }

    /**
     * The key that the request was made with, or null for nobody.
     *
     * @param siteUrl scheme, host and port by which the site believes to be called
     */
    synchronized @Nullable ApiKey keyOf(WireRequest request, QueryString query, String siteUrl, long epochSecond) {
        KnownKey known = secure(request) ? basic(request, query) : null;
        if (known == null) {
            known = oauth(request, query, siteUrl, epochSecond);
        }
        return known == null ? null : known.key;
    }

    /** A key that may not do this is refused before the route is looked at. */
    static void mustAllow(ApiKey key, String method) {
        boolean reading = method.equals("GET") || method.equals("HEAD");
        if (reading && !key.reads()) {
            throw error("The API key provided does not have read permissions.");
        }
        if (!reading && !method.equals("OPTIONS") && !key.writes()) {
            throw error("The API key provided does not have write permissions.");
        }
    }

    private @Nullable KnownKey basic(WireRequest request, QueryString query) {
        String user = query.text("consumer_key");
        String secret = query.text("consumer_secret");
        if (user == null || user.isEmpty() || secret == null || secret.isEmpty()) {
            String[] pair = credentials(authorization(request));
            user = pair[0];
            secret = pair[1];
        }
        KnownKey known = user.isEmpty() || secret.isEmpty() ? null : keys.get(user);
        if (known != null && !equal(known.key.consumerSecret(), secret)) {
            throw error("Consumer secret is invalid.");
        }
        return known;
    }

    private static String[] credentials(String authorization) {
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                byte[] decoded =
                        Base64.getDecoder().decode(authorization.substring(6).trim());
                String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
                if (pair.length == 2) {
                    return pair;
                }
            } catch (IllegalArgumentException e) {
                // PHP has no user then.
                return new String[] {"", ""};
            }
        }
        return new String[] {"", ""};
    }

    private @Nullable KnownKey oauth(WireRequest request, QueryString query, String siteUrl, long epochSecond) {
        Map<String, Object> parameters = new LinkedHashMap<>(query.values());
        parameters.putAll(OAuthSignature.fromHeader(authorization(request)));
        List<String> missing = new ArrayList<>(OAUTH);
        missing.removeIf(name -> parameters.get(name) instanceof String value && !value.isEmpty());
        if (missing.size() == OAUTH.size()) {
            return null;
        }
        if (!missing.isEmpty()) {
            throw RestError.notDispatched(
                    401,
                    "woocommerce_rest_authentication_missing_parameter",
                    (missing.size() == 1 ? "Missing OAuth parameter " : "Missing OAuth parameters ")
                            + String.join(", ", missing));
        }
        KnownKey known = keys.get(text(parameters, "oauth_consumer_key"));
        if (known == null) {
            throw error("Consumer key is invalid.");
        }
        checkSignature(known.key, request, siteUrl, parameters);
        checkFreshness(known, text(parameters, "oauth_timestamp"), text(parameters, "oauth_nonce"), epochSecond);
        return known;
    }

    private static void checkSignature(
            ApiKey key, WireRequest request, String siteUrl, Map<String, Object> parameters) {
        String method = text(parameters, "oauth_signature_method");
        if (!method.equals("HMAC-SHA256") && !method.equals("HMAC-SHA1")) {
            throw error("Invalid signature - signature method is invalid.");
        }
        String given = QueryString.decoded(
                text(parameters, "oauth_signature").replace(' ', '+').replace("+", "%2B"));
        Map<String, Object> signed = new LinkedHashMap<>(parameters);
        signed.remove("oauth_signature");
        String expected =
                OAuthSignature.of(method, key.consumerSecret(), request.method(), siteUrl + request.path(), signed);
        if (!equal(expected, given)) {
            throw error("Invalid signature - provided signature does not match.");
        }
    }

    private static void checkFreshness(KnownKey known, String timestamp, String nonce, long now) {
        long at = timestamp.matches("\\d{1,12}") ? Long.parseLong(timestamp) : 0;
        if (at < now - WINDOW || at > now + WINDOW) {
            throw error("Invalid timestamp.");
        }
        if (known.nonces.containsValue(nonce)) {
            throw error("Invalid nonce - nonce has already been used.");
        }
        known.nonces.put(at, nonce);
        known.nonces.keySet().removeIf(old -> old < now - WINDOW);
    }

    private String authorization(WireRequest request) {
        String header = stripsAuthorization ? null : request.header("Authorization");
        return header == null ? "" : header;
    }

    private static String text(Map<String, Object> parameters, String name) {
        return String.valueOf(parameters.get(name));
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static RestError error(String message) {
        return RestError.notDispatched(401, ERROR, message);
    }
}
