package io.maksut.woocommerce;

import io.maksut.internal.crypto.HmacSha256;
import io.maksut.text.PercentEncoding;
import io.maksut.transport.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The credentials of a request, applied anew to each attempt. Implementations are thread-safe and show no secret. */
sealed interface ShopCredentials {
    Request sign(Request request);

    /** In a header. Over HTTPS only: over HTTP WooCommerce ignores it, and others could read it. */
    record Basic(String key, String secret) implements ShopCredentials {
        @Override
        public Request sign(Request request) {
            return request.withHeader("Authorization", "Basic " + encoded());
        }

        String encoded() {
            return Base64.getEncoder().encodeToString((key + ":" + secret).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Basic[]";
        }
    }

    /** In the address, for hosts that remove the header. Over HTTPS only; such hosts may log addresses. */
    record InQuery(String key, String secret) implements ShopCredentials {
        @Override
        public Request sign(Request request) {
            return withParameters(request, Map.of("consumer_key", key, "consumer_secret", secret));
        }

        @Override
        public String toString() {
            return "InQuery[]";
        }
    }

    /** One-legged OAuth 1.0a with HMAC-SHA256, for plain HTTP: no secret is sent, and a nonce is accepted once. */
    record OAuth(String key, String secret, Clock clock, RandomGenerator random) implements ShopCredentials {
        @Override
        public Request sign(Request request) {
            byte[] nonce = new byte[16];
            random.nextBytes(nonce);
            Map<String, String> oauth = new LinkedHashMap<>();
            oauth.put("oauth_consumer_key", key);
            oauth.put("oauth_timestamp", Long.toString(clock.instant().getEpochSecond()));
            oauth.put("oauth_nonce", HexFormat.of().formatHex(nonce));
            oauth.put("oauth_signature_method", "HMAC-SHA256");
            Map<String, String> signed =
                    new TreeMap<>(PercentEncoding.parameters(request.uri().getRawQuery()));
            signed.putAll(oauth);
            oauth.put("oauth_signature", signature(request, signed));
            return withParameters(request, oauth);
        }

        /** @param parameters all parameters, sorted by name; no name needs encoding */
        private String signature(Request request, Map<String, String> parameters) {
            URI uri = request.uri();
            String address = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
            String base = request.method() + "&" + PercentEncoding.encode(address) + "&"
                    + PercentEncoding.encode(PercentEncoding.query(parameters));
            return Base64.getEncoder().encodeToString(new HmacSha256(secret + "&").sign(base));
        }

        @Override
        public String toString() {
            return "OAuth[]";
        }
    }

    /** A copy of the request with more parameters. */
    static Request withParameters(Request request, Map<String, String> parameters) {
        String query = request.uri().getRawQuery();
        String more = PercentEncoding.query(parameters);
        return request.withUri(URI.create(request.uri() + (query == null ? "?" : "&") + more));
    }
}
