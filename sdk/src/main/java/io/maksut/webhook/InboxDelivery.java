package io.maksut.webhook;

import io.maksut.observe.CorrelationId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stored delivery. Immutable and thread-safe. */
public final class InboxDelivery {
    /** The states of a delivery. */
    public enum State {
        /** A worker processes it, or will. */
        WAITING,
        /** Nothing is left to do. */
        DONE,
        /** Could not be processed, see the reason. A person has to look, and may {@link Inbox#reopen} it. */
        DEAD_LETTER,
        /** A state of a newer version of the SDK: set aside, and looked at again every hour. Never written. */
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

    /** Its id in the inbox. */
    public long id() {
        return id;
    }

    /** The {@link WebhookSource#name} of its sender. */
    public String source() {
        return source;
    }

    /** What it is about, such as the gateway's reference of a payment; empty if the source named nothing. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /** The payload as the source stored it; a fresh array. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The label on all that comes of it. */
    public CorrelationId correlationId() {
        return correlationId;
    }

    /** When it was stored, by the clock of the machine that stored it. */
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

    /** What went wrong last, for people to read; without personal data. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "InboxDelivery[" + id + " of " + source + ", " + state + "]";
    }
}
