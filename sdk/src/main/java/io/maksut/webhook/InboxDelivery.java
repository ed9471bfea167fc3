package io.maksut.webhook;

import io.maksut.observe.CorrelationId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A delivery as it lies in the inbox. Immutable and thread-safe. */
public final class InboxDelivery {
    /** How far it has come. */
    public enum State {
        /** A worker looks at it, or will. */
        WAITING,
        /** Nothing is left to do. */
        DONE,
        /** Could not be worked on, see the reason; a person has to look, and may {@link Inbox#reopen} it. */
        DEAD_LETTER,
        /** One that only a newer version of the SDK knows: it is set aside, and looked at again once an hour. Never written. */
        UNKNOWN;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String stored) {
            return Stream.of(WAITING, DONE, DEAD_LETTER)
                    .filter(it -> it.stored().equals(stored))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }

    private final long id;
    private final String source;
    private final @Nullable String subject;
    private final byte[] payload;
    private final CorrelationId correlationId;
    private final Instant receivedAt;
    private final int attempts;
    private final State state;
    private final @Nullable String reason;

    InboxDelivery(
            long id,
            String source,
            @Nullable String subject,
            byte[] payload,
            CorrelationId correlationId,
            Instant receivedAt,
            int attempts,
            State state,
            @Nullable String reason) {
        this.id = id;
        this.source = source;
        this.subject = subject;
        this.payload = payload;
        this.correlationId = correlationId;
        this.receivedAt = receivedAt;
        this.attempts = attempts;
        this.state = state;
        this.reason = reason;
    }

    /** In the inbox. */
    public long id() {
        return id;
    }

    /** Whose it is: {@link WebhookSource#name}. */
    public String source() {
        return source;
    }

    /** What it is about, such as the gateway's reference of a payment; empty if the source named nothing. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /** As the source stored it; a fresh array. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The label on all that comes of it. */
    public CorrelationId correlationId() {
        return correlationId;
    }

    /** When it was stored, by the clock of the machine that did it. */
    public Instant receivedAt() {
        return receivedAt;
    }

    /** How often work on it has begun, this time included; counted anew after {@link Inbox#reopen}. */
    public int attempts() {
        return attempts;
    }

    /** As it was when the inbox was read; a worker may have gone on since. */
    public State state() {
        return state;
    }

    /** What went wrong last; a person can read it, and it holds no personal data. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "InboxDelivery[" + id + " of " + source + ", " + state + "]";
    }
}
