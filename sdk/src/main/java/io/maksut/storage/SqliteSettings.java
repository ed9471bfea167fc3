package io.maksut.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The settings with which an acknowledged commit of SQLite is durable and foreign keys are enforced. SQLite keeps most
 * of them per connection, and the connections of a caller's {@code DataSource} may have any. So each borrowed
 * connection is checked with one query and changed only where needed; it keeps the settings when it is returned.
 */
final class SqliteSettings {
    private static final int FULL = 2;

    private static final String QUERY = """
            select j.journal_mode, s.synchronous, f.foreign_keys, b.timeout, x.fullfsync
            from pragma_journal_mode j, pragma_synchronous s, pragma_foreign_keys f, pragma_busy_timeout b,
                pragma_fullfsync x""";

    private SqliteSettings() {}

    static void apply(Connection connection, long busyMillis) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (isApplied(statement, busyMillis)) {
                return;
            }
            // First, so that the other statements wait for a busy writer.
            Dialect.ask(connection, "pragma busy_timeout = " + busyMillis);
            // Kept in the file. A file that cannot have a write-ahead log (in memory, say) answers with its own mode.
            String mode = Dialect.ask(connection, "pragma journal_mode = wal");
            if (!mode.equals("wal")) {
                throw new StorageException("SQLite must keep its data in a file with a write-ahead log, not: " + mode);
            }
            statement.execute("pragma synchronous = full");
            statement.execute("pragma foreign_keys = on");
            statement.execute("pragma fullfsync = on"); // macOS: without it fsync does not reach the disk
            if (!isApplied(statement, busyMillis)) {
                throw new StorageException("SQLite did not take the settings of a durable connection");
            }
        }
    }

    private static boolean isApplied(Statement statement, long busyMillis) throws SQLException {
        try (ResultSet settings = statement.executeQuery(QUERY)) {
            return settings.next()
                    && "wal".equals(settings.getString(1))
                    && settings.getInt(2) >= FULL
                    && settings.getInt(3) == 1
                    && settings.getLong(4) == busyMillis
                    && settings.getInt(5) == 1;
        }
    }
}
