package io.maksut.woocommerce;

import io.maksut.error.DatabaseException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.observe.LogKey;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.UnreadableRowException;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.RequestReceipt;
import io.maksut.webhook.SigningSecrets;
import io.maksut.webhook.WebhookRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint to which a shop's payment plugin hands off its refunds: its {@code process_refund} posts here, waits,
 * and tells WooCommerce the result. Works in any server: turn its request into a {@link WebhookRequest}, call {@link
 * #handle}, send the reply. Thread-safe; throws no exception.
 *
 * <p>The plugin posts a JSON object with {@code order_id}, {@code refund_id}, {@code amount} and {@code currency}
 * (text), {@code payment_method}, {@code transaction_id}, {@code meta} (an object of the order's meta fields that name
 * the payment) and optionally {@code locale} (of the merchant) and {@code correlation_id} ({@link CorrelationId}),
 * signed with a shared secret. {@code docs} of this module has a PHP class that does it.
 *
 * <p>A refund id always names the same refund: posted again, even at the same instant or after a crash, it is paid
 * once. WooCommerce knows only success and error. So a refund that is under way when the wait ends is answered as
 * {@code pending}, which the plugin shows as success. The engine completes it; if it fails, a discrepancy ({@link
 * io.maksut.sync.DiscrepancyKind#SHOP_SAYS_DONE}) tells a person. A refund that ends without money (before the capture,
 * or the record of a direct refund) is answered as {@code done} with a message that says so: the shop keeps its record.
 * While the outcome of one refund of a payment is unknown, the next ones wait.
 */
public final class HandOffEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(HandOffEndpoint.class);
    private static final int MAX_BODY = 64 << 10;

    private final RefundSync sync;
    private final WooCommerceShop shop;
    private final HandOffSignature signature;
    private final Duration wait;

    private HandOffEndpoint(Builder from) {
        this.sync = from.sync;
        this.shop = from.shop;
        this.wait = from.wait;
        this.signature = new HandOffSignature(
                shop.name(),
                SigningSecrets.of(from.secrets),
                new NonceTable(shop.database(), shop.name(), shop.clock()),
                shop.clock());
    }

    /**
     * A {@link Builder#secret secret} is required.
     *
     * @param sync the engine, to which the shop is connected as {@link io.maksut.sync.SyncMode#PORTAL_PAYS}
     */
    public static Builder builder(RefundSync sync, WooCommerceShop shop) {
        return new Builder(sync, shop);
    }

    /** The largest body in bytes; a server need not read further. */
    public int maxBody() {
        return MAX_BODY;
    }

    /** Stores a refund request, waits until it is paid, and answers what is certain by then. Blocks while it waits. */
    public HandOffReply handle(WebhookRequest request) {
        try {
            if (!request.isBy(Set.of("POST"))) {
                return HandOffReply.WRONG_METHOD;
            }
            if (request.body().length > MAX_BODY) {
                return HandOffReply.TOO_LARGE;
            }
            Optional<HandOffReply> refusal = signature.refusal(request);
            return refusal.isPresent() ? refusal.get() : taken(request);
        } catch (DatabaseException e) {
            // The ledger was not asked for anything yet: at most a nonce was used up.
            LOG.error("A refund request of {} was not taken: {}", shop.name(), e.getMessage());
            return HandOffReply.NOT_TAKEN;
        } catch (RuntimeException e) {
            LOG.error(
                    "A refund request of {} was not handled: {}",
                    shop.name(),
                    e.getClass().getName());
            return HandOffReply.UNKNOWN;
        }
    }

    private HandOffReply taken(WebhookRequest request) {
        JsonDocument json;
        try {
            json = JsonDocument.parse(request.body());
        } catch (JsonFormatException e) {
            return HandOffReply.malformed(Texts.text(Locale.ENGLISH, "handoff.not_understood"));
        }
        Locale locale = locale(json);
        try {
            return context(json, request).call(() -> request(json, locale));
        } catch (JsonFormatException e) {
            return HandOffReply.malformed(Texts.text(locale, "handoff.not_understood"));
        }
    }

    /** Without an id of the plugin, the nonce is the correlation id. */
    private LogContext context(JsonDocument json, WebhookRequest request) {
        String given = json.plainText("correlation_id")
                .or(() -> request.header(HandOffSignature.NONCE))
                .orElse(null);
        return LogContext.of(CorrelationId.orRandom(given)).with(LogKey.SHOP, shop.name());
    }

    private HandOffReply request(JsonDocument json, Locale locale) {
        String orderId = Long.toString(WireOrder.positive(json, "order_id"));
        String refundId = Long.toString(WireOrder.positive(json, "refund_id"));
        String amount = json.text("amount").orElse("");
        String currency = json.text("currency").orElse("");
        Optional<Money> money = WireAmount.of(currency, amount).filter(Money::isPositive);
        if (money.isEmpty()) {
            return HandOffReply.declined(Texts.text(locale, "handoff.amount", printable(amount), printable(currency)));
        }
        Optional<PaymentId> payment = payment(json);
        if (payment.isEmpty()) {
            return HandOffReply.declined(Texts.text(locale, "handoff.not_ours"));
        }
        RefundRequest request = RefundRequest.builder(refundId, payment.get(), money.get())
                .orderId(orderId)
                .paymentMethod(
                        json.text("payment_method").filter(it -> !it.isBlank()).orElse(null))
                .merchantLocale(locale)
                .build();
        RequestReceipt receipt;
        try {
            receipt = sync.request(shop.name(), request);
        } catch (IllegalArgumentException | IllegalStateException notConnected) {
            LOG.error("{} hands off refunds, and is not connected so that they could be paid", shop.name());
            return HandOffReply.declined(Texts.text(locale, "handoff.not_connected"));
        } catch (UnreadableRowException e) {
            // A newer version stored the request with this id, and may have paid it.
            LOG.error("A refund request of {} was asked for before: {}", shop.name(), e.getMessage());
            return HandOffReply.UNKNOWN;
        } catch (DatabaseException e) {
            LOG.error("A refund request of {} was not stored: {}", shop.name(), e.getMessage());
            return e.isOutcomeUnknown() ? HandOffReply.UNKNOWN : HandOffReply.NOT_TAKEN;
        }
        if (receipt.kind() == RequestReceipt.Kind.CONTRADICTS) {
            return HandOffReply.contradicts(receipt.explain(locale));
        }
        return answer(awaited(receipt.operation()), locale);
    }

    private Optional<PaymentId> payment(JsonDocument json) {
        String method = json.text("payment_method").orElse("");
        Optional<JsonDocument> given = json.object("meta");
        Map<String, String> meta = new LinkedHashMap<>();
        given.ifPresent(it -> shop.references()
                .metaKeys(method)
                .forEach(key -> it.plainText(key).ifPresent(value -> meta.put(key, value))));
        return shop.references().payment(method, json.text("transaction_id").orElse(""), meta);
    }

    /** The refund is stored: what fails from here on does not undo that. */
    private LedgerOperation awaited(LedgerOperation refund) {
        try {
            return sync.await(refund, wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refund;
        } catch (RuntimeException e) {
            LOG.error("Waiting for {} broke off: {}", refund, e.getClass().getName());
            return refund;
        }
    }

    private static HandOffReply answer(LedgerOperation refund, Locale locale) {
        return switch (refund.state()) {
            case SUCCEEDED -> HandOffReply.DONE;
            case CANCELLED ->
                // No money moves for it, and its record stays: the words say so.
                HandOffReply.doneWithoutMoney(
                        refund.recordOf().isPresent()
                                ? Texts.text(locale, "handoff.record")
                                : refund.answer().orElse(""));
            case DECLINED -> HandOffReply.declined(refund.answer().orElse(""));
            default -> HandOffReply.PENDING;
        };
    }

    private static Locale locale(JsonDocument json) {
        String tag = json.plainText("locale").orElse("");
        return tag.length() > 20 ? Locale.ENGLISH : Locale.forLanguageTag(tag.replace('_', '-'));
    }

    /** Only shown to the merchant who typed it. */
    private static String printable(String text) {
        String shown = text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(30)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "\"" + shown + "\"";
    }

    @Override
    public String toString() {
        return "HandOffEndpoint[" + shop.name() + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final RefundSync sync;
        private final WooCommerceShop shop;
        private final List<String> secrets = new ArrayList<>();
        private Duration wait = Duration.ofSeconds(20);

        private Builder(RefundSync sync, WooCommerceShop shop) {
            this.sync = Objects.requireNonNull(sync);
            this.shop = Objects.requireNonNull(shop);
        }

        /** The secret with which the plugin signs; call it again for each other secret that was or will be valid. */
        public Builder secret(String secret) {
            secrets.add(Objects.requireNonNull(secret));
            return this;
        }

        /** How long to wait for the gateway; shorter than the plugin's and PHP's time limits. Default: 20 seconds. */
        public Builder waitFor(Duration longest) {
            if (longest.isNegative() || longest.toMinutes() > 10) {
                throw new IllegalArgumentException("waitFor is " + longest + "; it is PT0S to PT10M");
            }
            this.wait = longest;
            return this;
        }

        /**
         * Builds the endpoint.
         *
         * @throws IllegalArgumentException if there is no secret, or one is blank
         */
        public HandOffEndpoint build() {
            return new HandOffEndpoint(this);
        }

        @Override
        public String toString() {
            return "HandOffEndpoint.Builder[" + shop.name() + "]";
        }
    }
}
