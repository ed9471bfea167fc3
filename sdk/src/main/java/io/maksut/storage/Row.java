package io.maksut.storage;

import io.maksut.storage.UnreadableRowException.UnreadableColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * One row of an answer, valid only while it is read. A method without "maybe" refuses a null column: the caller of the
 * query then gets an {@link UnreadableRowException}, as for any other row that does not fit its reader.
 */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    /** Exact text. */
    public String text(String column) throws SQLException {
        return maybeText(column).orElseThrow(() -> isNull(column));
    }

    /** Exact text, empty if null. */
    public Optional<String> maybeText(String column) throws SQLException {
        return Optional.ofNullable(results.getString(column));
    }

    /**
     * The value that a text stands for, such as an enum constant or a currency.
     *
     * @param parser throws a {@link RuntimeException} for a text that it does not know
     */
    public <T> T parsed(String column, Function<String, T> parser) throws SQLException {
        return maybeParsed(column, parser).orElseThrow(() -> isNull(column));
    }

    /** As {@link #parsed}, empty if null. */
    public <T> Optional<T> maybeParsed(String column, Function<String, T> parser) throws SQLException {
        Optional<String> text = maybeText(column);
        try {
            return text.map(parser);
        } catch (RuntimeException e) {
            throw new UnreadableColumn("column " + column + " holds what it does not know");
        }
    }

    /** A whole number. */
    public long number(String column) throws SQLException {
        return maybeNumber(column).orElseThrow(() -> isNull(column));
    }

    /** A whole number, empty if null. */
    public Optional<Long> maybeNumber(String column) throws SQLException {
        long number = results.getLong(column);
        return results.wasNull() ? Optional.empty() : Optional.of(number);
    }

    /** A boolean, stored as 0 or 1. */
    public boolean flag(String column) throws SQLException {
        return number(column) != 0;
    }

    /** A point in time, stored in microseconds. */
    public Instant instant(String column) throws SQLException {
        return maybeInstant(column).orElseThrow(() -> isNull(column));
    }

    /** A point in time, empty if null. */
    public Optional<Instant> maybeInstant(String column) throws SQLException {
        return maybeNumber(column).map(Micros::toInstant);
    }

    /** Bytes, a fresh array. */
    public byte[] bytes(String column) throws SQLException {
        byte[] bytes = results.getBytes(column);
        if (bytes == null) {
            throw isNull(column);
        }
        return bytes;
    }

    private static UnreadableColumn isNull(String column) {
        return new UnreadableColumn("column " + column + " is null");
    }
}
