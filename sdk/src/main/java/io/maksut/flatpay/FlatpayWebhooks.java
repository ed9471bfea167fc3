package io.maksut.flatpay;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.webhook.Authenticity;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Notification;
import io.maksut.webhook.NotificationKind;
import io.maksut.webhook.ReplayWindow;
import io.maksut.webhook.SigningSecrets;
import io.maksut.webhook.WebhookRequest;
import io.maksut.webhook.WebhookSource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The webhooks of a Flatpay account: JSON by POST with a signature inside it. Immutable and thread-safe.
 *
 * <p>The signature covers the webhook's timestamp and id only: someone who has read a webhook can send it again with
 * another event or payment. So event and payment are hints ({@link Authenticity#SENDER_VERIFIED}). They are compared
 * when duplicates are found, so that a changed copy does not keep the true one out.
 *
 * <p>The gateway repeats a webhook with its first timestamp until it is answered with 2xx, and holds back the
 * customer's later ones meanwhile. So the replay window reaches back {@link ReplayWindow#DEFAULT_PAST a week}; widen it
 * before older webhooks are resent.
 *
 * <p>Webhooks that name no invoice (of a new customer, say) are acknowledged and not stored.
 */
public final class FlatpayWebhooks implements WebhookSource {
    // @formatter:off
    private static final Map<String, NotificationKind> KINDS = Map.of(
            "invoice_created",    NotificationKind.CREATED,
            "invoice_authorized", NotificationKind.AUTHORISED,
            "invoice_settled",    NotificationKind.SETTLED,
            "invoice_cancelled",  NotificationKind.VOIDED,
            "invoice_failed",     NotificationKind.FAILED,
            "invoice_refund",     NotificationKind.REFUNDED);
    // @formatter:on

    // Exact forms: the signed text is timestamp and id in one, and no character may pass from one to the other.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern TIMESTAMP = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:?[0-9]{2})");

    private final String account;
    private final SigningSecrets secrets;
    private final ReplayWindow window;

    private FlatpayWebhooks(Builder from) {
        this.account = from.account;
        this.secrets = SigningSecrets.of(from.secrets);
        this.window = new ReplayWindow(from.past, from.future, from.clock);
    }

    /** Only {@link Builder#secret} is required. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return account;
    }

    @Override
    public Optional<Delivery> receive(WebhookRequest request) {
        if (!request.isBy(Set.of("POST"))) {
            throw refused(Reason.WRONG_METHOD);
        }
        try {
            return receive(JsonDocument.parse(request.body()));
        } catch (JsonFormatException e) {
            throw refused(Reason.MALFORMED);
        }
    }

    private Optional<Delivery> receive(JsonDocument json) {
        String id = json.requiredText("id");
        String timestamp = json.requiredText("timestamp");
        if (!ID.matcher(id).matches() || !TIMESTAMP.matcher(timestamp).matches()) {
            throw refused(Reason.MALFORMED);
        }
        Instant signedAt = json.time("timestamp").orElseThrow(() -> refused(Reason.MALFORMED));
        String signature = json.text("signature").orElse("");
        if (!secrets.matchHex((timestamp + id).getBytes(StandardCharsets.UTF_8), signature)) {
            throw refused(Reason.BAD_SIGNATURE);
        }
        if (!window.contains(signedAt)) {
            throw refused(Reason.OUTSIDE_WINDOW);
        }
        return json.text("invoice")
                .filter(invoice -> !invoice.isBlank())
                .map(invoice -> notification(json, invoice, signedAt).delivery(id));
    }

    private Notification notification(JsonDocument json, String invoice, Instant signedAt) {
        if (!Delivery.isSubject(invoice)) {
            throw refused(Reason.MALFORMED);
        }
        String event = json.text("event_type").orElse("");
        return new Notification(
                Authenticity.SENDER_VERIFIED,
                KINDS.getOrDefault(event, NotificationKind.OTHER),
                event,
                invoice,
                Optional.empty(),
                json.text("transaction"),
                Optional.of(signedAt));
    }

    private DeliveryRefusedException refused(Reason reason) {
        return new DeliveryRefusedException(reason, account);
    }

    @Override
    public String toString() {
        return "FlatpayWebhooks[" + account + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final List<String> secrets = new ArrayList<>();
        private String account = "flatpay";
        private Duration past = ReplayWindow.DEFAULT_PAST;
        private Duration future = ReplayWindow.DEFAULT_FUTURE;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** The secret of the account's webhook settings; call again for each other one that was or will be valid. */
        public Builder secret(String secret) {
            secrets.add(Objects.requireNonNull(secret));
            return this;
        }

        /** Names the account, as {@link FlatpayPortal.Builder#account} does. Default: {@code flatpay}. */
        public Builder account(String name) {
            this.account = Objects.requireNonNull(name);
            return this;
        }

        /** How old and how far ahead a webhook's timestamp may be. Default: 7 days and 5 minutes. */
        public Builder window(Duration oldest, Duration ahead) {
            this.past = Objects.requireNonNull(oldest);
            this.future = Objects.requireNonNull(ahead);
            return this;
        }

        /** The wall clock. Default: the system's. */
        public Builder clock(Clock ours) {
            this.clock = Objects.requireNonNull(ours);
            return this;
        }

        /**
         * Builds the source.
         *
         * @throws IllegalArgumentException if there is no secret, or one is blank
         */
        public FlatpayWebhooks build() {
            return new FlatpayWebhooks(this);
        }

        @Override
        public String toString() {
            return "FlatpayWebhooks.Builder[" + account + "]";
        }
    }
}
