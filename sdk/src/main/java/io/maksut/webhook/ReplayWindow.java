package io.maksut.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How old a signed delivery may be, and how far the sender's clock may be ahead of ours. Immutable and thread-safe.
 *
 * @param past the greatest age that is accepted; not negative
 * @param future how far ahead is accepted; not negative
 * @param clock the wall clock
 */
public record ReplayWindow(Duration past, Duration future, Clock clock) {
    /**
     * For senders that repeat a delivery with the timestamp of the first attempt, as Frisbii does: a narrow window
     * would refuse those that arrive after an outage of ours. Real duplicates end in the inbox.
     */
    public static final Duration DEFAULT_PAST = Duration.ofDays(7);

    /** Allows for clocks that differ. */
    public static final Duration DEFAULT_FUTURE = Duration.ofMinutes(5);

    /**
     * @throws IllegalArgumentException if a duration is negative
     */
    public ReplayWindow {
        if (past.isNegative() || future.isNegative()) {
            throw new IllegalArgumentException("a replay window is not negative: " + past + ", " + future);
        }
    }

    /** A week back, five minutes ahead. */
    public static ReplayWindow defaults(Clock clock) {
        return new ReplayWindow(DEFAULT_PAST, DEFAULT_FUTURE, clock);
    }

    /** Whether the time lies in the window, bounds included. */
    public boolean contains(Instant signedAt) {
        Duration age = Duration.between(signedAt, clock.instant());
        return age.compareTo(past) <= 0 && age.negated().compareTo(future) <= 0;
    }
}
