package io.maksut.webhook;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.text.StorableText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway said about a payment: a hint to read the payment, see {@link Authenticity}. Holds no personal data.
 * Immutable and thread-safe.
 */
public final class Notification {
    private static final int LONGEST = 255;

    private final Authenticity authenticity;
    private final NotificationKind kind;
    private final String event;
    private final String paymentReference;
    private final @Nullable String orderReference;
    private final @Nullable String transactionReference;
    private final @Nullable Instant sentAt;

    private Notification(Builder from) {
        authenticity = from.authenticity;
        kind = from.kind;
        event = from.event;
        paymentReference = from.paymentReference;
        orderReference = from.orderReference;
        transactionReference = from.transactionReference;
        sentAt = from.sentAt;
    }

    /**
     * Starts from what every notification has.
     *
     * @param event the gateway's own word; cut off after 255 characters
     * @param paymentReference the gateway's reference of the payment
     * @throws IllegalArgumentException if {@link Delivery#isSubject} does not hold for {@code paymentReference}
     */
    public static Builder builder(
            Authenticity authenticity, NotificationKind kind, String event, String paymentReference) {
        return new Builder(authenticity, kind, event, paymentReference);
    }

    /** How much of it is proved; whatever it is, read the payment before acting on it. */
    public Authenticity authenticity() {
        return authenticity;
    }

    /** {@link NotificationKind#OTHER} for an event that this version does not know. */
    public NotificationKind kind() {
        return kind;
    }

    /** The gateway's own word for what happened; empty if it gave none. */
    public String event() {
        return event;
    }

    /** The gateway's reference of the payment, as {@link io.maksut.portal.Portal#payment(String)} takes it. */
    public String paymentReference() {
        return paymentReference;
    }

    /** The shop's reference of the order, if the gateway said one (EveryPay). */
    public Optional<String> orderReference() {
        return Optional.ofNullable(orderReference);
    }

    /** The gateway's reference of the capture, refund or other transaction, if it said one (Flatpay). */
    public Optional<String> transactionReference() {
        return Optional.ofNullable(transactionReference);
    }

    /** When the gateway signed it; empty if it did not. A repeated delivery has the time of the first. */
    public Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    /** This notification as a delivery with an authentic id, one that {@link Delivery#isId} allows. */
    public Delivery delivery(String id) {
        return authenticity == Authenticity.VERIFIED
                ? Delivery.identified(id, paymentReference, stored())
                : Delivery.identifiedWithContent(id, paymentReference, stored());
    }

    /** This notification as a delivery without an id. */
    public Delivery delivery() {
        return Delivery.anonymous(paymentReference, stored());
    }

    /**
     * What a source of notifications has stored.
     *
     * @throws IllegalArgumentException if it is the delivery of another kind of source
     */
    public static Notification of(Delivery delivery) {
        return read(delivery.payload());
    }

    /**
     * Reads the notification of a stored delivery.
     *
     * @throws IllegalArgumentException if it is the delivery of another kind of source
     */
    public static Notification of(InboxDelivery delivery) {
        return read(delivery.payload());
    }

    private byte[] stored() {
        JsonObject json = new JsonObject();
        json.addProperty("authenticity", authenticity.name());
        json.addProperty("kind", kind.name());
        json.addProperty("event", event);
        json.addProperty("payment", paymentReference);
        json.addProperty("order", orderReference);
        json.addProperty("transaction", transactionReference);
        json.addProperty("sentAt", sentAt == null ? null : sentAt.toString());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Notification read(byte[] stored) {
        try {
            JsonDocument json = JsonDocument.parse(stored);
            return builder(
                            Authenticity.valueOf(json.requiredText("authenticity")),
                            kind(json.requiredText("kind")),
                            json.text("event").orElse(""),
                            json.requiredText("payment"))
                    .orderReference(json.text("order").orElse(null))
                    .transactionReference(json.text("transaction").orElse(null))
                    .sentAt(json.time("sentAt").orElse(null))
                    .build();
        } catch (JsonFormatException e) {
            throw new IllegalArgumentException("not the delivery of a notification: " + e.getMessage());
        }
    }

    /** Another version of the SDK may have stored a kind that this one does not know. */
    private static NotificationKind kind(String name) {
        return Arrays.stream(NotificationKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElse(NotificationKind.OTHER);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Notification other && parts().equals(other.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(authenticity, kind, event, paymentReference, orderReference, transactionReference, sentAt);
    }

    /** Shows no text of the sender. */
    @Override
    public String toString() {
        return "Notification[" + kind + ", " + authenticity + "]";
    }

    /** Collects what is known. Null, and text that cannot be a reference, count as not known. Not thread-safe. */
    public static final class Builder {
        private final Authenticity authenticity;
        private final NotificationKind kind;
        private final String event;
        private final String paymentReference;
        private @Nullable String orderReference;
        private @Nullable String transactionReference;
        private @Nullable Instant sentAt;

        private Builder(Authenticity authenticity, NotificationKind kind, String event, String paymentReference) {
            if (!Delivery.isSubject(paymentReference)) {
                throw new IllegalArgumentException("the payment reference is no identifier");
            }
            this.authenticity = authenticity;
            this.kind = kind;
            this.event = StorableText.cut(event, LONGEST);
            this.paymentReference = paymentReference;
        }

        /** Not known if null, or if {@link Delivery#isSubject} does not hold for it. */
        public Builder orderReference(@Nullable String reference) {
            this.orderReference = known(reference);
            return this;
        }

        /** Not known if null, or if {@link Delivery#isSubject} does not hold for it. */
        public Builder transactionReference(@Nullable String reference) {
            this.transactionReference = known(reference);
            return this;
        }

        /** When the gateway signed it; null if it did not. */
        public Builder sentAt(@Nullable Instant time) {
            this.sentAt = time;
            return this;
        }

        /** The notification; the payment reference was checked when the builder was made. */
        public Notification build() {
            return new Notification(this);
        }

        private static @Nullable String known(@Nullable String reference) {
            return reference != null && Delivery.isSubject(reference) ? reference : null;
        }

        @Override
        public String toString() {
            return "Notification.Builder[" + kind + "]";
        }
    }
}
