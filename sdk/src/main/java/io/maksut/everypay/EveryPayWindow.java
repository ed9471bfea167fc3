package io.maksut.everypay;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a request that was sent may still be carried out. Immutable and thread-safe.
 *
 * @param accepts how far a timestamp may be from the gateway's clock; the gateway refuses later copies (code 4997)
 * @param margin how long a request accepted at the last moment may take until its money has moved and shows
 */
record EveryPayWindow(Duration accepts, Duration margin) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(12);

    /** The gateway's window is known to be about five minutes; how long an accepted request takes is not known. */
    static final EveryPayWindow DEFAULT = new EveryPayWindow(Duration.ofMinutes(5), Duration.ofMinutes(20));

    EveryPayWindow {
        require("requestWindow", accepts);
        require("lateArrivalMargin", margin);
    }

    /** The time from which a request with this timestamp can neither be accepted nor still be at work. */
    Instant closed(Instant timestamp) {
        return timestamp.plus(accepts).plus(margin);
    }

    /** An attempt older than this is not sent: it could arrive too late, and its outcome would be unclear. */
    Duration sendable() {
        return accepts.multipliedBy(4).dividedBy(5);
    }

    private static void require(String setting, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalStateException(
                    setting + " is " + value + ": it is at least " + SHORTEST + " and at most " + LONGEST);
        }
    }
}
