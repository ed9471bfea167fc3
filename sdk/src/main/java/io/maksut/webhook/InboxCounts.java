package io.maksut.webhook;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The counts of an inbox at one moment. Immutable and thread-safe.
 *
 * @param waiting deliveries that are being processed or will be
 * @param deadLetters deliveries that a person has to look at
 * @param setAside deliveries that this version cannot read; not counted as waiting
 * @param oldestWaiting when the oldest waiting delivery came in; null if none waits
 */
public record InboxCounts(
        long waiting,
        long deadLetters,
        long setAside,
        @Nullable Instant oldestWaiting) {
    /** When the oldest waiting delivery came in. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(oldestWaiting);
    }
}
