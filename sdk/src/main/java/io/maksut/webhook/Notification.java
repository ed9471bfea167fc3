package io.maksut.webhook;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.text.StorableText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a gateway said about a payment: a hint to read the payment, see {@link Authenticity}. Holds no personal data.
 * Immutable and thread-safe.
 *
 * @param authenticity how much of it is proved; whatever it is, read the payment before acting on it
 * @param kind {@link NotificationKind#OTHER} for an event that this version does not know
 * @param event the gateway's own word for what happened, cut off after 255 characters; empty if it gave none
 * @param paymentReference the gateway's reference of the payment, as {@link io.maksut.portal.Portal#payment(String)} takes it
 * @param orderReference the shop's reference of the order, if the gateway said one (EveryPay)
 * @param transactionReference the gateway's reference of the capture, refund or other transaction, if it said one (Flatpay)
 * @param sentAt when the gateway signed it; empty if it did not. A repeated delivery has the time of the first.
 */
public record Notification(
        Authenticity authenticity,
        NotificationKind kind,
        String event,
        String paymentReference,
        Optional<String> orderReference,
        Optional<String> transactionReference,
        Optional<Instant> sentAt) {
    private static final int LONGEST = 255;

    /**
     * The other two references count as not known where {@link Delivery#isSubject} does not hold for them.
     *
     * @throws IllegalArgumentException if {@link Delivery#isSubject} does not hold for {@code paymentReference}
     */
    public Notification {
        if (!Delivery.isSubject(paymentReference)) {
            throw new IllegalArgumentException("the payment reference is no identifier");
        }
        event = StorableText.cut(event, LONGEST);
        orderReference = orderReference.filter(Delivery::isSubject);
        transactionReference = transactionReference.filter(Delivery::isSubject);
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
        json.addProperty("order", orderReference.orElse(null));
        json.addProperty("transaction", transactionReference.orElse(null));
        json.addProperty("sentAt", sentAt.map(Instant::toString).orElse(null));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Notification read(byte[] stored) {
        try {
            JsonDocument json = JsonDocument.parse(stored);
            return new Notification(
                    Authenticity.valueOf(json.requiredText("authenticity")),
                    kind(json.requiredText("kind")),
                    json.text("event").orElse(""),
                    json.requiredText("payment"),
                    json.text("order"),
                    json.text("transaction"),
                    json.time("sentAt"));
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

    /** Shows no text of the sender. */
    @Override
    public String toString() {
        return "Notification[" + kind + ", " + authenticity + "]";
    }
}
