package io.maksut.storage;

import io.maksut.error.DatabaseException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * The database failed. Nothing of the transaction is stored, unless {@link #isOutcomeUnknown()}.
 *
 * <p>The message holds the statement's text, SQLState and vendor code, never a stored or given value. There is no
 * cause, as drivers put values into their messages.
 */
public final class StorageException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** MariaDB's code for a lock that did not come, after 50 seconds by default: too long to wait again unasked. */
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private final boolean isRetryable;

    /** For a failure on our side, without an error of the database. */
    StorageException(String message) {
        this(message, false, false, false);
    }

    private StorageException(String message, boolean isTransient, boolean isRetryable, boolean isOutcomeUnknown) {
        super(message, isTransient, isOutcomeUnknown);
        this.isRetryable = isRetryable;
    }

    /** {@code doing}: the statement, or what else failed. {@code dialect}: null while it is not known. */
    static StorageException of(String doing, SQLException e, @Nullable Dialect dialect) {
        boolean retryable = dialect != null && dialect.isRetryable(e);
        return new StorageException(describe(doing, e), retryable || isPassing(e), retryable, false);
    }

    static StorageException atCommit(SQLException e, Dialect dialect) {
        return dialect.isRefusedCommit(e)
                ? of("commit", e, dialect)
                : new StorageException(describe("commit, outcome unknown", e), isPassing(e), false, true);
    }

    /** For a wait that did not end in time. */
    static StorageException waitedInVain(String message, boolean isRetryable) {
        return new StorageException(message, true, isRetryable, false);
    }

    private static String describe(String doing, SQLException e) {
        StringBuilder kinds = new StringBuilder();
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 4; depth++, cause = cause.getCause()) {
            kinds.append(depth == 0 ? "" : " < ").append(cause.getClass().getSimpleName());
        }
        return "SQLState %s, vendor code %d (%s): %s".formatted(e.getSQLState(), e.getErrorCode(), kinds, doing);
    }

    /** Whether connection or resources failed, or the server is stopping or was asked to cancel. */
    private static boolean isPassing(SQLException e) {
        String state = Dialect.state(e);
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.equals("55P03") // PostgreSQL: lock not available in time
                || e.getErrorCode() == LOCK_WAIT_TIMEOUT;
    }

    /** Whether {@link Database} may run the whole transaction again. */
    boolean isRetryable() {
        return isRetryable;
    }
}
