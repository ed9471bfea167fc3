package io.maksut.transport;

import java.time.Duration;

/** The time, on the monotonic clock, by which an operation must be over. */
final class Deadline {
    /** Longer timeouts are cut to this, so that the sum below cannot overflow. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final TransportTime time;
    private final long nanos;

    Deadline(TransportTime time, Duration timeout) {
        this.time = time;
        this.nanos = time.nanoTime() + shorter(timeout, LONGEST).toNanos();
    }

    /** Zero when it has passed. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanos - time.nanoTime()));
    }

    boolean passed() {
        return nanos - time.nanoTime() <= 0;
    }

    /** Whether there is nothing left after waiting this long. */
    boolean passedAfter(Duration wait) {
        return wait.compareTo(remaining()) >= 0;
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
