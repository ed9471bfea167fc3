package io.maksut.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What makes an acknowledged commit of SQLite durable, and foreign keys hold. SQLite keeps most of it per connection,
 * and those of a caller's {@code DataSource} come as they please, so each borrowed one is looked at with one query and
 * changed only where needed. It keeps the settings when it is given back.
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
            // First, so that the others wait for a busy writer.
            Dialect.ask(connection, "pragma busy_timeout = " + busyMillis);
            // Kept in the file. A file that can have no write-ahead log (in memory, say) answers with what it has.
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
