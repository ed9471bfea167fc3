package io.maksut.sandbox.frisbii;

import java.time.Instant;
import java.util.Comparator;

/** A place in a list: time, then order of creation for equal times. */
record Position(long millis, long sequence) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::millis).thenComparingLong(Position::sequence);

    /** The place before everything that happens at or after this instant. */
    static Position at(Instant instant) {
        return new Position(instant.toEpochMilli(), Long.MIN_VALUE);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
