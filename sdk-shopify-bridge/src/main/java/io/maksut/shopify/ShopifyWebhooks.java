package io.maksut.shopify;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.observe.CorrelationId;
import io.maksut.sync.RefundSync;
import io.maksut.text.Folding;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.DeliveryProcessor;
import io.maksut.webhook.SigningSecrets;
import io.maksut.webhook.WebhookRequest;
import io.maksut.webhook.WebhookSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of a Shopify app, for all shops in which it is installed: JSON by POST, signed over its raw bytes.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * ShopifyWebhooks webhooks = ShopifyWebhooks.builder().secret(clientSecret).shop(shop).build();
 * server.createContext("/webhooks/shopify", new JdkWebhookHandler(new WebhookHandler(webhooks, inbox)));
 * InboxWorker worker = InboxWorker.builder(inbox).on(webhooks.name(), webhooks.processor(sync)).build();
 * }</pre>
 *
 * <p>Only the body is signed, not the shop and the id. So a delivery is only a hint: the worker reads the order afresh,
 * and a copy under another id costs a read. The event id, which all deliveries of one action share, is their {@link
 * CorrelationId}. A signed delivery that cannot be understood makes the worker read everything that changed lately.
 */
public final class ShopifyWebhooks implements WebhookSource {
    private static final Pattern TOPIC = Pattern.compile("[a-z_]{1,50}/[a-z_]{1,50}");
    private static final Pattern VERSION = Pattern.compile("[a-z0-9-]{1,20}");
    /** The longest id that leaves room for the digest of the content. */
    private static final int LONGEST_ID = 135;

    private final String name;
    private final SigningSecrets secrets;
    private final Map<String, ShopifyShop> shops;

    private ShopifyWebhooks(Builder from) {
        this.name = from.name;
        this.secrets = SigningSecrets.of(from.secrets);
        this.shops = Map.copyOf(from.shops);
    }

    /** {@link Builder#secret} and {@link Builder#shop} are required. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Delivery> receive(WebhookRequest request) {
        if (!request.isBy(Set.of("POST"))) {
            throw refused(Reason.WRONG_METHOD);
        }
        byte[] body = request.body();
        if (!secrets.matchBase64(body, request.header("X-Shopify-Hmac-Sha256").orElse(""))) {
            throw refused(Reason.BAD_SIGNATURE);
        }
        String topic = header(request, "X-Shopify-Topic", TOPIC);
        String version = header(request, "X-Shopify-API-Version", VERSION);
        String id = request.header("X-Shopify-Webhook-Id")
                .filter(it -> Delivery.isId(it) && it.length() <= LONGEST_ID)
                .orElseThrow(() -> refused(Reason.MALFORMED));
        ShopifyShop shop = request.header("X-Shopify-Shop-Domain")
                .map(domain -> shops.get(Folding.ascii(domain)))
                .orElseThrow(() -> refused(Reason.MALFORMED));
        CorrelationId label = request.header("X-Shopify-Event-Id")
                .map(CorrelationId::orRandom)
                .orElseGet(() -> CorrelationId.orRandom(id));
        return delivery(id, topic, version, shop, body).map(it -> it.correlated(label));
    }

    private String header(WebhookRequest request, String header, Pattern form) {
        return request.header(header)
                .filter(it -> form.matcher(it).matches())
                .orElseThrow(() -> refused(Reason.MALFORMED));
    }

    private static Optional<Delivery> delivery(String id, String topic, String version, ShopifyShop shop, byte[] body) {
        WebhookTopic known = WebhookTopic.of(topic).orElse(null);
        JsonDocument json = parsed(body);
        String order = orderOf(known, json);
        if (known == null && order == null) {
            return Optional.empty(); // nothing that concerns the bridge
        }
        WebhookNews news =
                new WebhookNews(topic, shop.name(), version, privacyOrders(known, json), scopes(known, json));
        // The id is not signed: a copy with other content must not keep the true one out.
        return Optional.of(Delivery.identifiedWithContent(id, order, news.payload()));
    }

    /** Null if it is no JSON. The delivery is signed all the same, so something has happened. */
    private static @Nullable JsonDocument parsed(byte[] body) {
        try {
            return JsonDocument.parse(body);
        } catch (JsonFormatException e) {
            return null;
        }
    }

    private static @Nullable String orderOf(@Nullable WebhookTopic topic, @Nullable JsonDocument json) {
        if (json == null) {
            return null;
        }
        try {
            Optional<String> number = topic == null ? WebhookTopic.anyOrderNumber(json) : topic.orderNumber(json);
            return number.map(Gid::order).orElse(null);
        } catch (JsonFormatException e) {
            return null;
        }
    }

    private static List<String> privacyOrders(@Nullable WebhookTopic topic, @Nullable JsonDocument json) {
        try {
            return topic == null || json == null || topic.privacy() == null ? List.of() : topic.privacyOrders(json);
        } catch (JsonFormatException e) {
            return List.of();
        }
    }

    private static List<String> scopes(@Nullable WebhookTopic topic, @Nullable JsonDocument json) {
        try {
            return topic != WebhookTopic.APP_SCOPES_UPDATE || json == null
                    ? List.of()
                    : json.texts("current").stream().limit(200).toList();
        } catch (JsonFormatException e) {
            return List.of();
        }
    }

    private DeliveryRefusedException refused(Reason reason) {
        return new DeliveryRefusedException(reason, name);
    }

    /**
     * Processes the deliveries: orders that may have changed go to the engine, events of the app to the shop's
     * listener.
     *
     * @throws IllegalArgumentException if a shop is not connected to the engine
     */
    public DeliveryProcessor processor(RefundSync sync) {
        Map<String, DeliveryProcessor> hints = new LinkedHashMap<>();
        Map<String, ShopifyShop> byName = new LinkedHashMap<>();
        for (ShopifyShop shop : shops.values()) {
            hints.put(shop.name(), sync.hints(shop.name()));
            byName.put(shop.name(), shop);
        }
        return new WebhookProcessor(byName, hints);
    }

    @Override
    public String toString() {
        return "ShopifyWebhooks[" + name + ", " + shops.keySet() + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final List<String> secrets = new ArrayList<>();
        private final Map<String, ShopifyShop> shops = new LinkedHashMap<>();
        private String name = "shopify";

        private Builder() {}

        /**
         * The app's client secret. While it is being changed, Shopify signs with the old one for up to an hour: call it
         * again for each other secret that may be valid.
         */
        public Builder secret(String clientSecret) {
            this.secrets.add(Objects.requireNonNull(clientSecret));
            return this;
        }

        /**
         * A shop in which the app is installed; deliveries that name another are refused.
         *
         * @throws IllegalArgumentException if another shop has its domain
         */
        public Builder shop(ShopifyShop shop) {
            if (shops.putIfAbsent(shop.domain(), shop) != null) {
                throw new IllegalArgumentException("two shops have the domain " + shop.domain());
            }
            return this;
        }

        /** The app's name in the inbox; must never change. Default: {@code shopify}. */
        public Builder name(String source) {
            this.name = Objects.requireNonNull(source);
            return this;
        }

        /**
         * Builds the source.
         *
         * @throws IllegalArgumentException if there is no secret, or one is blank
         * @throws IllegalStateException if there is no shop
         */
        public ShopifyWebhooks build() {
            if (shops.isEmpty()) {
                throw new IllegalStateException("webhooks come from a shop");
            }
            return new ShopifyWebhooks(this);
        }

        @Override
        public String toString() {
            return "ShopifyWebhooks.Builder[" + name + "]";
        }
    }
}
