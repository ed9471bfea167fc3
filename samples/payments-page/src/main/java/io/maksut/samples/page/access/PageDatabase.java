package io.maksut.samples.page.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The page's own tables, users and audit, beside those of the SDK. Thread-safe. */
public final class PageDatabase {
    private static final List<String> TABLES =
            List.of("""
            create table if not exists page_user (
              name varchar(100) not null primary key,
              role varchar(20) not null,
              password varchar(200) not null,
              blocked integer not null
            )""", """
            create table if not exists page_audit (
              id integer primary key autoincrement,
              ticket varchar(60) unique,
              at_millis bigint not null,
              author varchar(100) not null,
              action varchar(40) not null,
              subject varchar(600) not null,
              details varchar(2500) not null,
              outcome varchar(2500),
              ended_millis bigint
            )""", "create index if not exists page_audit_subject on page_audit (subject, id)");

    private final DataSource dataSource;

    /** Makes the tables where they are missing. */
    public PageDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
        TABLES.forEach(this::update);
    }

    /** Reads one row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    int update(String statement, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = prepare(connection, statement, parameters)) {
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new PageDatabaseException(e);
        }
    }

    <T> List<T> list(String query, RowReader<T> reader, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = prepare(connection, query, parameters);
                ResultSet rows = prepared.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new PageDatabaseException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            prepared.setObject(i + 1, value instanceof Instant instant ? instant.toEpochMilli() : value);
        }
        return prepared;
    }
}
