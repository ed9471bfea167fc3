package io.maksut.sandbox.woocommerce;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes what goes over the wire to a receiver of webhooks. Immutable. */
final class WebhookRequests {
    private static final String SALT = "this salt is the same in every sandbox";
    private static final String WORDPRESS = "6.9.7";

    /** The ampersand last, so that nothing is decoded twice. */
    private static final Map<Pattern, String> ENTITIES = entities();

    private final String userAgent;
    private final String source;
    private final Duration limit;

    /** @param siteUrl without a slash at the end */
    WebhookRequests(ShopSettings settings, String siteUrl) {
        this.userAgent = "WooCommerce/" + settings.version() + " Hookshot (WordPress/" + WORDPRESS + ")";
        this.source = siteUrl + "/";
        this.limit = settings.answerLimit();
    }

    /** Unsigned and without any of the headers. */
    HttpRequest ping(long webhookId, String url) {
        return request(url)
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("webhook_id=" + webhookId))
                .build();
    }

    /** The headers of one delivery. */
    Map<String, String> headers(Webhook webhook, String body, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-WC-Webhook-Source", source);
        headers.put("X-WC-Webhook-Topic", webhook.topic);
        headers.put("X-WC-Webhook-Resource", WebhookTopics.resource(webhook.topic));
        headers.put("X-WC-Webhook-Event", WebhookTopics.event(webhook.topic));
        headers.put("X-WC-Webhook-Signature", signature(webhook.secret, body));
        headers.put("X-WC-Webhook-ID", Long.toString(webhook.id));
        headers.put("X-WC-Webhook-Delivery-ID", deliveryId(webhook.id, now));
        return headers;
    }

    HttpRequest delivery(String url, Map<String, String> headers, String body) {
        HttpRequest.Builder request = request(url);
        headers.forEach(request::setHeader);
        return request.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    /** The same for all deliveries of one webhook within one second. */
    private static String deliveryId(long webhookId, Instant now) {
        return HexFormat.of()
                .formatHex(OAuthSignature.hmacBytes("HmacMD5", SALT, "" + webhookId + now.getEpochSecond()));
    }

    /** The key is the secret after WordPress decoded its HTML entities; blanks around it count. */
    private static String signature(String secret, String body) {
        return OAuthSignature.hmac("HmacSHA256", decodedEntities(secret), body);
    }

    static String decodedEntities(String secret) {
        String decoded = secret;
        for (Map.Entry<Pattern, String> entity : ENTITIES.entrySet()) {
            decoded = entity.getKey().matcher(decoded).replaceAll(entity.getValue());
        }
        return decoded;
    }

    private static Map<Pattern, String> entities() {
        Map<Pattern, String> entities = new LinkedHashMap<>();
        entities.put(Pattern.compile("&lt;|&#0*60;"), "<");
        entities.put(Pattern.compile("&gt;|&#0*62;"), ">");
        entities.put(Pattern.compile("&quot;|&#0*34;|&#[xX]0*22;"), "\"");
        entities.put(Pattern.compile("&#0*39;|&#[xX]0*27;"), "'");
        entities.put(Pattern.compile("&amp;|&#0*38;|&#[xX]0*26;"), "&");
        return entities;
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(limit)
                .setHeader("User-Agent", userAgent)
                .setHeader("Accept", "*/*")
                .setHeader("Accept-Encoding", "deflate, gzip, br, zstd");
    }
}
