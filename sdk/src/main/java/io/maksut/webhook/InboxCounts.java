package io.maksut.webhook;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much lies in an inbox, counted at one moment. Immutable and thread-safe.
 *
 * @param waiting deliveries that are worked on or will be
 * @param deadLetters deliveries that a person has to look at
 * @param setAside deliveries that this version cannot read; not among those that wait
 * @param oldestWaiting when the oldest of those that wait came in; null if none does
 */
public record InboxCounts(
        long waiting,
        long deadLetters,
        long setAside,
        @Nullable Instant oldestWaiting) {
    /** When the oldest of those that wait came in. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(oldestWaiting);
    }
}
