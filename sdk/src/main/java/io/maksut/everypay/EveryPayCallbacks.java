package io.maksut.everypay;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.webhook.Authenticity;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Notification;
import io.maksut.webhook.NotificationKind;
import io.maksut.webhook.ReplayWindow;
import io.maksut.webhook.SigningSecrets;
import io.maksut.webhook.WebhookRequest;
import io.maksut.webhook.WebhookSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of an EveryPay account, by GET or POST: {@code payment_reference}, {@code event_name} and {@code
 * order_reference} in the query or in a form. Immutable and thread-safe.
 *
 * <p>Callbacks are not signed ({@link Authenticity#UNVERIFIED}) and have no id, so an equal one counts as a duplicate
 * only while the first is waiting. Anybody who knows the address can make the worker read payments from the gateway;
 * give the callback an address that cannot be guessed.
 *
 * <p>The older form of payment links (LinkPay) carries an {@code hmac}: see {@link Builder#linkPaySecret}.
 *
 * <p>Callbacks that name an event but no payment are acknowledged and not stored.
 */
public final class EveryPayCallbacks implements WebhookSource {
    // @formatter:off
    private static final Map<String, NotificationKind> KINDS = Map.ofEntries(
            Map.entry("status_updated",                 NotificationKind.STATUS_CHANGED),
            Map.entry("status_update",                  NotificationKind.FUNDS_RECEIVED),
            Map.entry("marked_for_capture",             NotificationKind.MARKED_FOR_CAPTURE),
            Map.entry("voided",                         NotificationKind.VOIDED),
            Map.entry("abandoned",                      NotificationKind.ABANDONED),
            Map.entry("refunded",                       NotificationKind.REFUNDED),
            Map.entry("refund_failed",                  NotificationKind.REFUND_FAILED),
            Map.entry("chargebacked",                   NotificationKind.CHARGED_BACK),
            Map.entry("dispute_charged_back",           NotificationKind.CHARGED_BACK),
            Map.entry("dispute_opened",                 NotificationKind.DISPUTED),
            Map.entry("dispute_updated",                NotificationKind.DISPUTED),
            Map.entry("dispute_reversed",               NotificationKind.DISPUTED),
            Map.entry("dispute_reopened",               NotificationKind.DISPUTED),
            Map.entry("issuer_reported_fraudulent",     NotificationKind.FRAUD_REPORTED),
            Map.entry("merchant_reported_fraudulent",   NotificationKind.FRAUD_REPORTED));
    // @formatter:on

    /** Every recorded reference has 64 hexadecimal digits; other forms are accepted too. */
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final String account;
    private final @Nullable SigningSecrets linkPaySecrets;
    private final ReplayWindow window;

    private EveryPayCallbacks(Builder from) {
        this.account = from.account;
        this.linkPaySecrets = from.linkPaySecrets.isEmpty() ? null : SigningSecrets.of(from.linkPaySecrets);
        this.window = new ReplayWindow(from.past, from.future, from.clock);
    }

    /** No setting is required. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return account;
    }

    @Override
    public Optional<Delivery> receive(WebhookRequest request) {
        if (!request.isBy(Set.of("GET", "POST"))) {
            throw refused(Reason.WRONG_METHOD);
        }
        Map<String, String> parameters = request.parameters().orElseThrow(() -> refused(Reason.MALFORMED));
        String reference = parameters.getOrDefault("payment_reference", "");
        String event = parameters.getOrDefault("event_name", "");
        if (reference.isEmpty() && !event.isBlank()) {
            return Optional.empty();
        }
        if (!REFERENCE.matcher(reference).matches()) {
            throw refused(Reason.MALFORMED);
        }
        Optional<EveryPayCallbackForm> signed =
                linkPaySecrets == null ? Optional.empty() : EveryPayCallbackForm.verified(parameters, linkPaySecrets);
        return Optional.of(
                signed.isPresent()
                        ? linkPay(signed.get(), reference, parameters)
                        : plain(reference, event, parameters));
    }

    private static Delivery plain(String reference, String event, Map<String, String> parameters) {
        NotificationKind kind =
                event.isBlank() ? NotificationKind.STATUS_CHANGED : KINDS.getOrDefault(event, NotificationKind.OTHER);
        return new Notification(
                        Authenticity.UNVERIFIED,
                        kind,
                        event,
                        reference,
                        order(parameters),
                        Optional.empty(),
                        Optional.empty())
                .delivery();
    }

    private Delivery linkPay(EveryPayCallbackForm form, String reference, Map<String, String> parameters) {
        if (!window.contains(form.signedAt())) {
            throw refused(Reason.OUTSIDE_WINDOW);
        }
        return new Notification(
                        Authenticity.VERIFIED,
                        NotificationKind.STATUS_CHANGED,
                        parameters.getOrDefault("event_name", ""),
                        reference,
                        order(parameters),
                        Optional.empty(),
                        Optional.of(form.signedAt()))
                .delivery("linkpay/" + form.nonce());
    }

    private static Optional<String> order(Map<String, String> parameters) {
        return Optional.ofNullable(EveryPayOrder.reference(parameters.get("order_reference")));
    }

    private DeliveryRefusedException refused(Reason reason) {
        return new DeliveryRefusedException(reason, account);
    }

    @Override
    public String toString() {
        return "EveryPayCallbacks[" + account + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final List<String> linkPaySecrets = new ArrayList<>();
        private String account = "everypay";
        private Duration past = ReplayWindow.DEFAULT_PAST;
        private Duration future = ReplayWindow.DEFAULT_FUTURE;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** Names the account, as the portal does. Default: {@code everypay}. */
        public Builder account(String name) {
            this.account = Objects.requireNonNull(name);
            return this;
        }

        /**
         * The account's API secret, to verify the signed form of payment links (LinkPay); call it again for each other
         * secret that was or will be valid. Default: none; the form is then a callback like others.
         *
         * <p>No recorded callback with a known secret confirms what the {@code hmac} covers. The rule here is that of
         * the vendor's own older shop plugin: HMAC over all other parameters, decoded, sorted by name, {@code
         * name=value} joined by {@code &}; with SHA-256, as the length of recorded values shows. A form whose {@code
         * hmac} is wrong is not refused; it is {@link Authenticity#UNVERIFIED}, as one without: a forger could leave
         * the {@code hmac} out just as well, and the payment is read afresh in any case.
         */
        public Builder linkPaySecret(String apiSecret) {
            linkPaySecrets.add(Objects.requireNonNull(apiSecret));
            return this;
        }

        /**
         * How old and how far ahead the timestamp of a verified form may be. Default: 7 days (a callback is repeated
         * for up to six days) and 5 minutes.
         */
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
         * @throws IllegalArgumentException if a secret is blank
         */
        public EveryPayCallbacks build() {
            return new EveryPayCallbacks(this);
        }

        @Override
        public String toString() {
            return "EveryPayCallbacks.Builder[" + account + "]";
        }
    }
}
