package io.maksut.samples.page.access;

import java.sql.SQLException;

/** The page's own tables cannot be read or written. Shows no values. */
public final class PageDatabaseException extends RuntimeException {
    PageDatabaseException(SQLException cause) {
        super("the page's database failed with state " + cause.getSQLState() + ", code " + cause.getErrorCode(), cause);
    }
}
