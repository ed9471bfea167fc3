package io.maksut.sync;

import io.maksut.error.DatabaseException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.sql.DataSource;

/** Where a database is, as far as its driver tells. */
final class DatabaseAddress {
    private DatabaseAddress() {}

    /**
     * A digest of the address without its parameters, which may hold a password; the same for the same address.
     *
     * @throws DatabaseException if the database does not answer
     */
    static String digestOf(DataSource dataSource) {
        String url;
        try (Connection connection = dataSource.getConnection()) {
            url = String.valueOf(connection.getMetaData().getURL());
        } catch (SQLException e) {
            throw new IllegalStateException("the database has just answered, and does not tell its address", e);
        }
        String address = url.split("[?;]", 2)[0];
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
