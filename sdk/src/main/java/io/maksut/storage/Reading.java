package io.maksut.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a list whose rows are read one by one, so that an unreadable row does not affect the others.
 *
 * @param id the row's column {@code id}
 * @param value null if the row cannot be read
 * @param failure null if the row can be read
 */
public record Reading<T>(
        String id, @Nullable T value, @Nullable UnreadableRowException failure) {
    /** The id as a number, as in tables with generated ids. */
    public long number() {
        return Long.parseLong(id);
    }

    /** The value; empty if the row cannot be read. */
    public Optional<T> read() {
        return Optional.ofNullable(value);
    }

    /** Why the row cannot be read; empty if it can. */
    public Optional<UnreadableRowException> unreadable() {
        return Optional.ofNullable(failure);
    }
}
