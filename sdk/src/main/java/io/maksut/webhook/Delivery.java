package io.maksut.webhook;

import io.maksut.internal.crypto.Sha256;
import io.maksut.observe.CorrelationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source makes of a request, ready to be stored: by which key it is recognised again, what it is about, and as
 * much of its content as the worker needs. Keep personal data out of it. Immutable and thread-safe.
 */
public final class Delivery {
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_SUBJECT = 255;

    private final String key;
    private final boolean collapses;
    private final @Nullable String subject;
    private final byte[] payload;
    private final CorrelationId correlationId;

    private Delivery(
            String key, boolean collapses, @Nullable String subject, byte[] payload, CorrelationId correlationId) {
        this.key = key;
        this.collapses = collapses;
        this.subject = subject;
        this.payload = payload.clone();
        this.correlationId = correlationId;
        if (subject != null && !isIdentifier(subject, LONGEST_SUBJECT)) {
            throw new IllegalArgumentException("the subject of a delivery is no identifier");
        }
    }

    /**
     * A delivery of which the sender says which one it is: another with the same id is a duplicate, for ever.
     *
     * @param subject what it is about, a payment's reference, say; deliveries about the same are worked on one after the
     *     other. Null if they need not be.
     * @throws IllegalArgumentException if {@link #isId} does not hold, or the subject is no identifier of at most 255
     *     characters
     */
    public static Delivery identified(String id, @Nullable String subject, byte[] payload) {
        if (!isId(id)) {
            throw new IllegalArgumentException("the id of a delivery is no identifier");
        }
        return new Delivery(id, false, subject, payload, CorrelationId.orRandom(id));
    }

    /**
     * A delivery whose id is authentic, and whose content is not. Another with the same id and the same content is a
     * duplicate; a copy with other content does not keep this one out.
     *
     * @throws IllegalArgumentException as for {@link #identified}; the id has at most 135 characters
     */
    public static Delivery identifiedWithContent(String id, @Nullable String subject, byte[] payload) {
        return identified(id + "/" + digest(subject, payload), subject, payload).correlated(CorrelationId.orRandom(id));
    }

    /**
     * A delivery without an id. It is a duplicate only of an equal one that is still waiting: once a worker has begun to
     * look at that one, what the new one tells of may have happened after the look.
     */
    public static Delivery anonymous(@Nullable String subject, byte[] payload) {
        return new Delivery("~" + digest(subject, payload), true, subject, payload, CorrelationId.random());
    }

    /** The same, with this label on what comes of it. Default: its id where that can be one, else a new one. */
    public Delivery correlated(CorrelationId id) {
        return new Delivery(key, collapses, subject, payload, id);
    }

    /** Whether this can be the id of a delivery: up to 200 printable ASCII characters, no space, no tilde in front. */
    public static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_KEY
                && text.charAt(0) != '~'
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Whether this can be the subject of a delivery: not blank, up to 255 characters, none of them a control. */
    public static boolean isSubject(String text) {
        return isIdentifier(text, LONGEST_SUBJECT);
    }

    private static boolean isIdentifier(String text, int longest) {
        return !text.isBlank() && text.length() <= longest && text.codePoints().noneMatch(Delivery::isControl);
    }

    /** As for the parts of a {@link io.maksut.payment.PaymentId}. */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    private static String digest(@Nullable String subject, byte[] payload) {
        // The length keeps the two apart.
        String before = subject == null ? "-" : subject.length() + ":" + subject;
        return Sha256.hex(before.getBytes(StandardCharsets.UTF_8), payload);
    }

    String key() {
        return key;
    }

    boolean collapses() {
        return collapses;
    }

    /** What it is about. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /** On all that comes of it. */
    public CorrelationId correlationId() {
        return correlationId;
    }

    /** A fresh array. */
    public byte[] payload() {
        return payload.clone();
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "Delivery[" + key + "]";
    }
}
