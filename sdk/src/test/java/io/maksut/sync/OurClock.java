package io.maksut.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that goes ahead of another, or behind it, by as much as a test says. Thread-safe. */
final class OurClock extends Clock {
    private final Clock right;
    private volatile Duration ahead = Duration.ZERO;

    OurClock(Clock right) {
        this.right = right;
    }

    /** Below zero: behind. */
    void ahead(Duration by) {
        ahead = by;
    }

    @Override
    public Instant instant() {
        return right.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("its zone is of no use here");
    }
}
