package io.maksut.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** One row of an answer, valid only while it is read. A method without "maybe" refuses a column that is null. */
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

    private static SQLException isNull(String column) {
        return new SQLException("column " + column + " is null", "22002");
    }
}
