package io.maksut.woocommerce;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.observe.CorrelationId;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.SigningSecrets;
import io.maksut.webhook.WebhookRequest;
import io.maksut.webhook.WebhookSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhooks of a WooCommerce shop: hints that an order has changed. Immutable and thread-safe.
 *
 * <p>The signature covers the body and nothing else, so only the body says what a delivery is about; headers can at most make
 * it be ignored. WooCommerce's delivery id is not unique and no more than a label ({@link CorrelationId}): two deliveries are the same if they are about
 * the same order and the first still waits to be worked on.
 *
 * <p>What is kept of a delivery is an order's id, as its subject, for {@link io.maksut.sync.RefundSync#hints}. Where the body
 * tells only a refund's id, the subject is {@code refund/14}, which {@link WooCommerceShop#order} understands. A body without
 * either, because the order was gone before it was delivered, say, makes everything be looked at that changed lately.
 *
 * <p>The ping with which WooCommerce tries an address is not signed. It is acknowledged, for anybody, and not kept.
 */
public final class WooCommerceWebhooks implements WebhookSource {
    private static final Logger LOG = LoggerFactory.getLogger(WooCommerceWebhooks.class);
    private static final Pattern PING = Pattern.compile("webhook_id=[0-9]{1,18}");

    private final String shop;
    private final SigningSecrets secrets;

    private WooCommerceWebhooks(Builder from) {
        this.shop = from.shop;
        this.secrets = SigningSecrets.of(
                from.secrets.stream().map(HtmlEntities::decode).toList());
    }

    /**
     * A secret must follow.
     *
     * @param shop {@link WooCommerceShop#name}; names the deliveries in the inbox
     */
    public static Builder builder(String shop) {
        return new Builder(shop);
    }

    @Override
    public String name() {
        return shop;
    }

    @Override
    public Optional<Delivery> receive(WebhookRequest request) {
        if (!request.isBy(Set.of("POST"))) {
            throw refused(Reason.WRONG_METHOD);
        }
        byte[] body = request.body();
        String signature = request.header("X-WC-Webhook-Signature").orElse("");
        if (signature.isEmpty() && isPing(body)) {
            return Optional.empty();
        }
        if (!secrets.matchBase64(body, signature)) {
            throw refused(Reason.BAD_SIGNATURE);
        }
        String resource = request.header("X-WC-Webhook-Resource").orElse("order");
        if (!resource.equals("order") && !resource.equals("action")) {
            return Optional.empty(); // a product, a customer, a coupon
        }
        try {
            CorrelationId label = CorrelationId.orRandom(
                    request.header("X-WC-Webhook-Delivery-ID").orElse(null));
            return read(JsonDocument.parse(body)).map(it -> it.correlated(label));
        } catch (JsonFormatException e) {
            throw refused(Reason.MALFORMED);
        }
    }

    private static boolean isPing(byte[] body) {
        return body.length <= 40
                && PING.matcher(new String(body, StandardCharsets.US_ASCII)).matches();
    }

    private Optional<Delivery> read(JsonDocument json) {
        if (json.has("action")) {
            return ofAction(json);
        }
        if (json.has("code")) {
            // An error in place of the order: it was gone, or the webhook's user may not see it any more.
            LOG.warn("A webhook of {} delivered {} instead of an order", shop, code(json));
            return Optional.of(hint(null));
        }
        return Optional.of(hint(Long.toString(WireOrder.positive(json, "id"))));
    }

    private Optional<Delivery> ofAction(JsonDocument json) {
        return switch (json.plainText("action").orElse("")) {
            case "woocommerce_refund_created" ->
                Optional.of(hint(WooCommerceShop.REFUND + WireOrder.positive(json, "arg")));
            case "woocommerce_order_refunded" -> Optional.of(hint(Long.toString(WireOrder.positive(json, "arg"))));
            default -> Optional.empty(); // nobody knows what its argument is
        };
    }

    private static Delivery hint(@Nullable String subject) {
        return Delivery.anonymous(subject, new byte[0]);
    }

    /** Only what WordPress uses for codes. */
    private static String code(JsonDocument json) {
        return json.plainText("code").filter(it -> it.matches("[a-z_]{1,80}")).orElse("an error");
    }

    private DeliveryRefusedException refused(Reason reason) {
        return new DeliveryRefusedException(reason, shop);
    }

    @Override
    public String toString() {
        return "WooCommerceWebhooks[" + shop + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final String shop;
        private final List<String> secrets = new ArrayList<>();

        private Builder(String shop) {
            this.shop = Objects.requireNonNull(shop);
        }

        /** The secret as it was entered in WooCommerce; call it once more for each that was or will be in force. */
        public Builder secret(String secret) {
            secrets.add(Objects.requireNonNull(secret));
            return this;
        }

        /**
         * The source.
         *
         * @throws IllegalArgumentException if there is no secret, or one is blank
         */
        public WooCommerceWebhooks build() {
            return new WooCommerceWebhooks(this);
        }

        @Override
        public String toString() {
            return "WooCommerceWebhooks.Builder[" + shop + "]";
        }
    }
}
