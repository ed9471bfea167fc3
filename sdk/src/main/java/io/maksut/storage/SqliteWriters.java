package io.maksut.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * The queues of writers to SQLite files in this process: one for each file, as inbox, ledger and index each open the
 * file by themselves. Fair, unlike SQLite's own waiting, which polls and may starve a writer. Thread-safe.
 */
final class SqliteWriters {
    private static final Map<String, ReentrantLock> QUEUES = new ConcurrentHashMap<>();

    private SqliteWriters() {}

    static ReentrantLock queue(DataSource dataSource, Dialect dialect) {
        String file = dialect == Dialect.SQLITE ? file(dataSource) : "";
        return file.isEmpty() ? new ReentrantLock(true) : QUEUES.computeIfAbsent(file, it -> new ReentrantLock(true));
    }

    /** The whole path of the file; empty for a database in memory. */
    private static String file(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet main = statement.executeQuery("select file from pragma_database_list where name = 'main'")) {
            String file = main.next() ? main.getString(1) : null;
            return file == null ? "" : file;
        } catch (SQLException e) {
            throw StorageException.of("open the database", e, Dialect.SQLITE);
        }
    }
}
