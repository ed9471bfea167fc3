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
 * <p>The signature covers the body only, so the body alone says what a delivery is about; a forged header can at most
 * have it ignored. WooCommerce's delivery id is not unique and only becomes the {@link CorrelationId}: two deliveries
 * are duplicates if they are about the same order and the first still waits to be processed.
 *
 * <p>Only the order's id is stored, as the subject of the delivery, for {@link io.maksut.sync.RefundSync#hints}. If the
 * body has only a refund's id, the subject is {@code refund/14}, which {@link WooCommerceShop#order} understands. After
 * a body with an error instead of an order, which may have been deleted, everything that changed lately is read.
 *
 * <p>The ping with which WooCommerce tests an address is not signed. It is acknowledged and not stored.
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
     * A {@link Builder#secret secret} is required.
     *
     * @param shop the {@link WooCommerceShop#name}; the source of the deliveries in the inbox
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
            // An error instead of the order: it was deleted, or the webhook's user may no longer see it.
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
            default -> Optional.empty(); // the meaning of its argument is not known
        };
    }

    private static Delivery hint(@Nullable String subject) {
        return Delivery.anonymous(subject, new byte[0]);
    }

    /** Only the characters of WordPress's codes. */
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

        /** The secret as entered in WooCommerce; call it again for each other secret that was or will be valid. */
        public Builder secret(String secret) {
            secrets.add(Objects.requireNonNull(secret));
            return this;
        }

        /**
         * Builds the source.
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
