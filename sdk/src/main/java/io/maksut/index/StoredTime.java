package io.maksut.index;

import java.time.Instant;

/** Points in time as the index keeps them: microseconds, within the years that databases and people have. */
final class StoredTime {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final long FIRST_MICROS = micros(FIRST);
    private static final long END_MICROS = micros(END);

    private StoredTime() {}

    /** What a gateway dates otherwise counts as not dated. */
    static boolean isPlausible(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(END);
    }

    static boolean isPlausible(long micros) {
        return micros >= FIRST_MICROS && micros < END_MICROS;
    }

    /**
     * The first stored time that is not before this one, at most one past the last there is: what was cut off when it was
     * stored is before a limit exactly when it is before the limit rounded up.
     */
    static long limit(Instant limit) {
        if (limit.isBefore(FIRST)) {
            return FIRST_MICROS;
        }
        return limit.isBefore(END) ? micros(limit.plusNanos(999)) : END_MICROS;
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000;
    }
}
