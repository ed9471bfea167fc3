package io.maksut.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a list in which each is read by itself, so that one that cannot be read does not take the others along.
 *
 * @param id the row's column {@code id}
 * @param value null if the row cannot be read
 * @param failure null if it can
 */
public record Reading<T>(
        String id, @Nullable T value, @Nullable UnreadableRowException failure) {
    /** The id as the number that it is in tables with generated ids. */
    public long number() {
        return Long.parseLong(id);
    }

    /** What was read; empty if it could not be. */
    public Optional<T> read() {
        return Optional.ofNullable(value);
    }

    /** Why it could not be read, if it could not. */
    public Optional<UnreadableRowException> unreadable() {
        return Optional.ofNullable(failure);
    }
}
