package io.maksut.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements in one transaction, on the thread that opened it.
 *
 * <p>The text of a statement is a constant of the code; every value is a parameter: {@link String}, {@link Long},
 * {@link Integer}, {@link Boolean}, {@link Instant}, {@code byte[]} or null. Text that not all databases keep exactly
 * (U+0000, half a surrogate pair) is refused.
 *
 * <p>Every method throws {@link StorageException}. A statement that failed fails the whole transaction, even if the
 * exception is caught: some databases have undone the transaction by then.
 *
 * <p>An inserted row's id: {@code one("insert ... returning id", row -> row.number("id"), ...)}.
 */
public final class Sql {
    private final Connection connection;
    private final Dialect dialect;
    private @Nullable StorageException failure;

    Sql(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** Reads columns; must not keep the row. Any exception but {@link SQLException} makes the row unreadable. */
        T read(Row row) throws SQLException;
    }

    /** The kind of this database. */
    public Dialect dialect() {
        return dialect;
    }

    /** Inserts, updates or deletes; returns the number of rows that matched. */
    public int update(String statement, @Nullable Object... parameters) {
        return guarded(statement, () -> updateRaw(statement, parameters));
    }

    /** Runs the statement once for each array of parameters. */
    public void batch(String statement, List<@Nullable Object[]> rows) {
        guarded(statement, () -> {
            try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                for (@Nullable Object[] row : rows) {
                    bind(prepared, row);
                    prepared.addBatch();
                }
                return prepared.executeBatch().length;
            }
        });
    }

    /**
     * All rows, in memory: limit the query, or use {@link Database#scan}.
     *
     * @throws UnreadableRowException if a row cannot be read; the transaction may go on
     */
    public <T> List<T> list(String query, RowReader<T> reader, @Nullable Object... parameters) {
        return guarded(query, () -> listRaw(query, reader, parameters));
    }

    /** As {@link #list}, with each row read by itself. The query needs a column {@code id}. */
    public <T> List<Reading<T>> readings(String query, RowReader<T> reader, @Nullable Object... parameters) {
        RowReader<Reading<T>> each = row -> {
            String id = row.text("id");
            try {
                return new Reading<>(id, reader.read(row), null);
            } catch (RuntimeException e) {
                return new Reading<>(id, null, UnreadableRowException.of(query, id, e));
            }
        };
        return guarded(query, () -> listRaw(query, each, parameters));
    }

    /**
     * The only row; empty if there is none. More than one is an error of the query.
     *
     * @throws UnreadableRowException if the row cannot be read; the transaction may go on
     */
    public <T> Optional<T> one(String query, RowReader<T> reader, @Nullable Object... parameters) {
        List<T> rows = list(query, reader, parameters);
        if (rows.size() > 1) {
            throw new StorageException("more than one row: " + query);
        }
        return rows.stream().findFirst();
    }

    /**
     * Inserts a row unless its key exists, even if another transaction is just inserting the key (then this waits for
     * its end). A violation of any other constraint is an error.
     *
     * @param key the columns of a primary or unique key
     * @param others the other columns
     * @param values one for each of {@code key}, then of {@code others}; key values are not null
     * @return whether the row was inserted
     */
    public boolean insertIfAbsent(String table, List<String> key, List<String> others, @Nullable Object... values) {
        String insert = insert(table, key, others) + dialect.orKeep(String.join(", ", key));
        return guarded(insert, () -> unlessThere(table, key, values, () -> updateRaw(insert, values) == 1))
                .orElse(false);
    }

    /** As {@link #insertIfAbsent}, for callers that need not know whether the row existed. */
    public void insertOrKeep(String table, List<String> key, List<String> others, @Nullable Object... values) {
        int unused = update(insert(table, key, others) + dialect.orKeepSilently(key), values);
    }

    /** As {@link #insertIfAbsent}, for generated ids: the id of the new row, empty if the key existed. */
    public Optional<Long> idIfAbsent(String table, List<String> key, List<String> others, @Nullable Object... values) {
        String insert = insert(table, key, others) + dialect.orKeep(String.join(", ", key)) + " returning id";
        List<Long> id = guarded(
                insert,
                () -> unlessThere(table, key, values, () -> listRaw(insert, row -> row.number("id"), values))
                        .orElse(List.of()));
        return id.stream().findFirst();
    }

    /**
     * The id of the row with this key. The row is inserted if the key does not exist, and changed if it does; either
     * way it is locked until this transaction ends.
     *
     * @param change assignments that change an existing row; columns are qualified by the table
     * @param values one for each of {@code key}, then of {@code others}, then for each mark in {@code change}
     */
    public long idOf(String table, List<String> key, List<String> others, String change, @Nullable Object... values) {
        return rowOf(table, key, others, change, "id", row -> row.number("id"), values);
    }

    /**
     * As {@link #idOf}, with more of the row.
     *
     * @param returned columns, as they are after the change
     */
    public <T> T rowOf(
            String table,
            List<String> key,
            List<String> others,
            String change,
            String returned,
            RowReader<T> reader,
            @Nullable Object... values) {
        String insert = insert(table, key, others) + dialect.orChange(String.join(", ", key)) + change + " returning "
                + returned;
        return one(insert, reader, values).orElseThrow();
    }

    /** As {@link #idOf}, for any table, without an id. */
    public void insertOrChange(
            String table, List<String> key, List<String> others, String change, @Nullable Object... values) {
        int unused = update(insert(table, key, others) + dialect.orChange(String.join(", ", key)) + change, values);
    }

    /** The time of the database's clock, to about a second: one clock for all that share the database. */
    public Instant now() {
        return one(dialect.timeOfDay(), row -> row.instant("now_at")).orElseThrow();
    }

    private static String insert(String table, List<String> key, List<String> others) {
        List<String> columns = Stream.concat(key.stream(), others.stream()).toList();
        return "insert into " + table + " (" + String.join(", ", columns) + ") values (" + marks(columns) + ")";
    }

    static String marks(List<String> columns) {
        return String.join(", ", Collections.nCopies(columns.size(), "?"));
    }

    /** Empty if the row existed, which MariaDB reports as an error. */
    private <T> Optional<T> unlessThere(String table, List<String> key, @Nullable Object[] values, Call<T> insert)
            throws SQLException {
        try {
            return Optional.of(insert.run());
        } catch (SQLException e) {
            String same = key.stream().map(column -> column + " = ?").collect(Collectors.joining(" and "));
            if (dialect.isDuplicateKey(e)
                    && !listRaw(
                                    "select 1 from " + table + " where " + same,
                                    row -> true,
                                    Arrays.copyOf(values, key.size()))
                            .isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Throws the first failure of a statement, if there was one. */
    void requireNoFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private interface Call<T> {
        T run() throws SQLException;
    }

    private <T> T guarded(String statement, Call<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            StorageException wrapped = StorageException.of(statement, e, dialect);
            failure = failure == null ? wrapped : failure;
            throw wrapped;
        }
    }

    int updateRaw(String statement, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            bind(prepared, parameters);
            return prepared.executeUpdate();
        }
    }

    private <T> List<T> listRaw(String query, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(query)) {
            bind(prepared, parameters);
            try (ResultSet results = prepared.executeQuery()) {
                Row row = new Row(results);
                List<T> rows = new ArrayList<>();
                while (results.next()) {
                    try {
                        rows.add(reader.read(row));
                    } catch (RuntimeException e) {
                        throw UnreadableRowException.of(query, id(results), e);
                    }
                }
                return rows;
            }
        }
    }

    private static @Nullable String id(ResultSet results) throws SQLException {
        ResultSetMetaData columns = results.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (columns.getColumnLabel(i).equalsIgnoreCase("id")) {
                return results.getString(i);
            }
        }
        return null;
    }

    private static void bind(PreparedStatement prepared, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            int position = i + 1;
            if (value == null) {
                prepared.setObject(position, null);
            } else if (value instanceof String text) {
                requireStorable(text, position);
                prepared.setString(position, text);
            } else if (value instanceof Long || value instanceof Integer) {
                prepared.setLong(position, ((Number) value).longValue());
            } else if (value instanceof Boolean flag) {
                prepared.setInt(position, flag ? 1 : 0);
            } else if (value instanceof Instant instant) {
                prepared.setLong(position, Micros.of(instant));
            } else if (value instanceof byte[] bytes) {
                prepared.setBytes(position, bytes);
            } else {
                throw new IllegalArgumentException("parameter " + position + " is a " + value.getClass());
            }
        }
    }

    /** PostgreSQL refuses U+0000, and drivers turn an unpaired surrogate into a question mark. */
    private static void requireStorable(String text, int position) {
        boolean broken = text.codePoints()
                .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        if (broken) {
            throw new StorageException("parameter " + position + " holds a character that cannot be stored");
        }
    }
}
