package io.maksut.webhook;

import io.maksut.internal.crypto.Sha256;
import io.maksut.observe.CorrelationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source makes of a request, ready to be stored: a key that identifies duplicates, a subject, and as much
 * content as the worker needs. It must hold no personal data. Immutable and thread-safe.
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
     * A delivery whose id and content are authentic: any other with the same id is a duplicate.
     *
     * @param subject what it is about, such as a payment's reference; deliveries with the same subject are processed
     *     one after the other. Null if they need not be.
     * @throws IllegalArgumentException if {@link #isId} does not hold for the id, or the subject is no identifier of at
     *     most 255 characters
     */
    public static Delivery identified(String id, @Nullable String subject, byte[] payload) {
        if (!isId(id)) {
            throw new IllegalArgumentException("the id of a delivery is no identifier");
        }
        return new Delivery(id, false, subject, payload, CorrelationId.orRandom(id));
    }

    /**
     * A delivery whose signature does not cover both id and content. Another with the same id and content is a
     * duplicate; a copy with other content is not, so it does not keep this one out.
     *
     * @throws IllegalArgumentException as for {@link #identified}; the id has at most 135 characters
     */
    public static Delivery identifiedWithContent(String id, @Nullable String subject, byte[] payload) {
        return identified(id + "/" + digest(subject, payload), subject, payload).correlated(CorrelationId.orRandom(id));
    }

    /**
     * A delivery without an id. It is a duplicate only of an equal one that is still waiting: once a worker has begun
     * with that one, the new one may be about something that happened later.
     */
    public static Delivery anonymous(@Nullable String subject, byte[] payload) {
        return new Delivery("~" + digest(subject, payload), true, subject, payload, CorrelationId.random());
    }

    /** A copy with this correlation id. Default: the delivery's id if it can be one, else a random one. */
    public Delivery correlated(CorrelationId id) {
        return new Delivery(key, collapses, subject, payload, id);
    }

    /** Whether this can be the id of a delivery: 1 to 200 printable ASCII characters, no space, no tilde in front. */
    public static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_KEY
                && text.charAt(0) != '~'
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Whether this can be the subject of a delivery: not blank, up to 255 characters, no control characters. */
    public static boolean isSubject(String text) {
        return isIdentifier(text, LONGEST_SUBJECT);
    }

    private static boolean isIdentifier(String text, int longest) {
        return !text.isBlank() && text.length() <= longest && text.codePoints().noneMatch(Delivery::isControl);
    }

    /** The same characters as in the parts of a {@link io.maksut.payment.PaymentId}. */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    private static String digest(@Nullable String subject, byte[] payload) {
        // The length separates subject and payload.
        String before = subject == null ? "-" : subject.length() + ":" + subject;
        return Sha256.hex(before.getBytes(StandardCharsets.UTF_8), payload);
    }

    String key() {
        return key;
    }

    boolean collapses() {
        return collapses;
    }

    /** What the delivery is about. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /** The correlation id of everything that follows from the delivery. */
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
