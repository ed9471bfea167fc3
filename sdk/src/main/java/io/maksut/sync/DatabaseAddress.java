package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.internal.crypto.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The address of a database, as its driver tells it. */
final class DatabaseAddress {
    private DatabaseAddress() {}

    /**
     * A digest of the address without its parameters, which may hold a password.
     *
     * @throws IllegalStateException if the driver fails; no {@link DatabaseException}, as the database has just
     *     answered
     */
    static String digestOf(DataSource dataSource) {
        String url;
        try (Connection connection = dataSource.getConnection()) {
            url = String.valueOf(connection.getMetaData().getURL());
        } catch (SQLException e) {
            throw new IllegalStateException("the database has just answered, and does not tell its address", e);
        }
        return Sha256.hex(url.split("[?;]", 2)[0], 16);
    }
}
