package io.maksut.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction on one borrowed connection. It begins when made and is rolled back when closed without a commit. The
 * connection is returned in its former auto-commit mode, or dropped if it cannot be cleaned.
 */
final class Transaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    enum Kind {
        WRITE,
        /** Sees one consistent state, may not write. */
        READ,
        /** Each statement commits by itself. */
        NONE
    }

    private final Connection connection;
    private final Dialect dialect;
    private final Kind kind;
    private boolean autoCommitBefore = true;
    private boolean open;

    private Transaction(Connection connection, Dialect dialect, Kind kind) {
        this.connection = connection;
        this.dialect = dialect;
        this.kind = kind;
    }

    static Transaction begin(DataSource dataSource, Dialect dialect, Kind kind, long busyMillis) {
        Transaction transaction;
        try {
            transaction = new Transaction(dataSource.getConnection(), dialect, kind);
        } catch (SQLException e) {
            throw StorageException.of("open a connection", e, dialect);
        }
        try {
            transaction.begin(busyMillis);
            return transaction;
        } catch (SQLException e) {
            transaction.close();
            throw StorageException.of("begin", e, dialect);
        } catch (StorageException e) {
            transaction.close();
            throw e;
        }
    }

    private void begin(long busyMillis) throws SQLException {
        // SQLite's transactions are begun and ended by statements: its driver would begin the next one right after a
        // commit, and keep the write lock.
        boolean byStatement = dialect == Dialect.SQLITE || kind == Kind.NONE;
        autoCommitBefore = connection.getAutoCommit();
        if (autoCommitBefore != byStatement) {
            connection.setAutoCommit(byStatement);
        }
        if (dialect == Dialect.SQLITE) {
            SqliteSettings.apply(connection, busyMillis);
        }
        if (kind == Kind.NONE) {
            return;
        }
        open = true;
        for (String statement : beginStatements()) {
            execute(statement);
        }
    }

    private List<String> beginStatements() {
        boolean sqlite = dialect == Dialect.SQLITE;
        return switch (kind) {
            case NONE -> List.of();
            case WRITE ->
                List.of(sqlite ? "begin immediate" : "set transaction isolation level read committed, read write");
            case READ ->
                sqlite
                        ? List.of("pragma query_only = on", "begin")
                        : List.of("set transaction isolation level repeatable read, read only");
        };
    }

    Sql sql() {
        return new Sql(connection, dialect);
    }

    void commit() {
        try {
            end("commit");
            open = false;
        } catch (SQLException e) {
            throw StorageException.atCommit(e, dialect);
        }
    }

    /** Never throws: what was committed is stored, and the rest ends with the connection at the latest. */
    @Override
    public void close() {
        try {
            if (open && dialect == Dialect.SQLITE) {
                rollbackSqlite();
            } else if (open) {
                end("rollback");
            }
            if (kind == Kind.READ && dialect == Dialect.SQLITE) {
                execute("pragma query_only = off");
            }
            if (connection.getAutoCommit() != autoCommitBefore) {
                connection.setAutoCommit(autoCommitBefore);
            }
            connection.close();
        } catch (SQLException e) {
            LOG.warn(
                    "A connection could not be cleaned, it is dropped: SQLState {}, code {}",
                    e.getSQLState(),
                    e.getErrorCode());
            discard(connection);
        }
    }

    /**
     * MariaDB's driver sends nothing while no statement has read or written: what was set for this transaction would be
     * in force for the next one on this connection, which may be the application's.
     */
    private void end(String statement) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            if (statement.equals("commit")) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } else {
            execute(statement);
        }
    }

    /** SQLite may have ended the transaction by itself (disk full, say): then there is nothing to roll back. */
    private void rollbackSqlite() throws SQLException {
        try {
            execute("rollback");
        } catch (SQLException e) {
            execute("begin"); // fails if the transaction is still open
            execute("rollback");
        }
    }

    /** A pool does not lend an aborted connection again. */
    private static void discard(Connection connection) {
        try (connection) {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.warn("A connection could not be dropped: SQLState {}, code {}", e.getSQLState(), e.getErrorCode());
        }
    }

    private void execute(String statement) throws SQLException {
        try (Statement plain = connection.createStatement()) {
            plain.execute(statement);
        }
    }
}
