package io.maksut.index;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many unfinished payments are to be read again, counted at one moment. Immutable and thread-safe.
 *
 * @param due payments that are to be read by now and were not, whichever worker is to do it
 * @param oldestDue since when the first of them is to be read; null if there is none
 */
public record UnfinishedCounts(long due, @Nullable Instant oldestDue) {
    /** Since when the first of them is to be read. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(oldestDue);
    }
}
