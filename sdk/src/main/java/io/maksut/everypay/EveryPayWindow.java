package io.maksut.everypay;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a request that was sent may still be carried out. Immutable and thread-safe.
 *
 * @param accepts how far a timestamp may be from the gateway's clock: it refuses later copies of the request (code 4997)
 * @param margin what a request that was accepted at the last moment may take until its money has moved and shows
 */
record EveryPayWindow(Duration accepts, Duration margin) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(12);

    /** About five minutes are known of the gateway's window; nothing is known of how long it works on what it accepted. */
    static final EveryPayWindow DEFAULT = new EveryPayWindow(Duration.ofMinutes(5), Duration.ofMinutes(20));

    EveryPayWindow {
        require("requestWindow", accepts);
        require("lateArrivalMargin", margin);
    }

    /** From when on a request of this timestamp can neither be accepted nor still be at work. */
    Instant closed(Instant timestamp) {
        return timestamp.plus(accepts).plus(margin);
    }

    /** An older attempt is not sent: it could get there too late, and nobody would know which it was. */
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
