package io.maksut.testkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.mariadb.jdbc.MariaDbDataSource;
import org.sqlite.SQLiteDataSource;

/**
 * Real databases for tests: {@code @ParameterizedClass @EnumSource(TestDatabases.class)} runs a class on each. The
 * servers start once, when they are first needed, and end with the JVM. Where MariaDB is not installed its tests are
 * skipped. Thread-safe.
 */
public enum TestDatabases {
    SQLITE {
        @Override
        String create(int number) {
            return SqliteFolder.PATH.resolve("test" + number + ".db").toString();
        }

        @Override
        DataSource pooled(int number) {
            return sqlite(Path.of(create(number)));
        }

        @Override
        DataSource unpooled(int number) {
            return sqlite(Path.of(create(number)));
        }
    },
    POSTGRESQL {
        @Override
        String create(int number) throws SQLException {
            // A schema each: a database each takes 300 files.
            execute(Postgres.CONNECTIONS, "create schema test" + number);
            return "test" + number;
        }

        @Override
        DataSource pooled(int number) throws SQLException {
            return LentConnections.inSchema(Postgres.CONNECTIONS, create(number));
        }

        @Override
        DataSource unpooled(int number) throws SQLException {
            return Postgres.database(Postgres.LANGUAGE, create(number));
        }
    },
    MARIADB {
        @Override
        String create(int number) throws SQLException {
            Assumptions.assumeTrue(
                    MariaDbServer.isInstalled(), "MariaDB is not installed (Debian package mariadb-server): skipped");
            // Keeps few characters and takes some for equal, unless a column says otherwise.
            execute(Maria.CONNECTIONS, "create database test" + number + " character set latin1");
            return "test" + number;
        }

        @Override
        DataSource pooled(int number) throws SQLException {
            return LentConnections.inCatalog(Maria.CONNECTIONS, create(number));
        }

        @Override
        DataSource unpooled(int number) throws SQLException {
            return new MariaDbDataSource(Maria.SERVER.address(create(number)));
        }
    };

    private static final AtomicInteger CREATED = new AtomicInteger();

    /** A new, empty database of its own. Its connections come from a pool, except SQLite's. */
    public DataSource fresh() {
        try {
            return pooled(CREATED.incrementAndGet());
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh " + this, e);
        }
    }

    /** As {@link #fresh}, but each connection is a new one: for tests that change a session's settings. */
    public DataSource freshUnpooled() {
        try {
            return unpooled(CREATED.incrementAndGet());
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh " + this, e);
        }
    }

    /** Creates the database and returns what its kind knows it by. */
    abstract String create(int number) throws SQLException;

    abstract DataSource pooled(int number) throws SQLException;

    abstract DataSource unpooled(int number) throws SQLException;

    /** The database in a file. */
    public static DataSource sqlite(Path file) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    /** Where a new SQLite database is kept; gone when the JVM ends. */
    public static Path sqliteFile() {
        return SqliteFolder.PATH.resolve("test" + CREATED.incrementAndGet() + ".db");
    }

    /** A database that exists on the PostgreSQL server. */
    public static DataSource postgresql(String database) {
        return Postgres.database(database, "public");
    }

    /** The address of a new, empty database on the MariaDB server. */
    public static String mariaDbAddress() throws SQLException {
        return Maria.SERVER.address(MARIADB.create(CREATED.incrementAndGet()));
    }

    /** Runs one statement outside of what is under test. */
    public static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A process per connection, or a handshake of several statements, would take longer than most tests. */
    private static HikariDataSource pool(DataSource server) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(100);
        return new HikariDataSource(config);
    }

    private static final class SqliteFolder {
        static final Path PATH = create();

        private static Path create() {
            try {
                Path folder = MemoryFolder.create("maksut-sqlite");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Postgres {
        static final String LANGUAGE = "language";
        private static final EmbeddedPostgres SERVER = start();
        static final DataSource CONNECTIONS = pool(database(LANGUAGE, "public"));

        static DataSource database(String name, String schema) {
            return SERVER.getDatabase("postgres", name, Map.of("currentSchema", schema));
        }

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start();
                // Sorts and ignores as a language does, unless a column says otherwise.
                execute(
                        server.getPostgresDatabase(),
                        "create database " + LANGUAGE + " template template0 locale_provider icu icu_locale 'en'");
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Maria {
        static final MariaDbServer SERVER = MariaDbServer.start();
        static final DataSource CONNECTIONS = pool(new UrlDataSource(SERVER.address("mysql")));
    }
}
