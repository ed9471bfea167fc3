package io.maksut.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Stores an {@link Instant} as whole microseconds since 1970-01-01T00:00Z; the rest is cut off. */
final class Micros {
    private Micros() {}

    static long of(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
        } catch (ArithmeticException e) {
            throw new StorageException("a point in time more than 292000 years away cannot be stored");
        }
    }

    static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
