package io.maksut.storage;

import io.maksut.testkit.MemoryFolder;
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
import org.sqlite.SQLiteDataSource;

/**
 * Real databases for tests: {@code @ParameterizedClass @EnumSource(TestDatabases.class)} runs a class on each. The
 * servers start once, when they are first needed, and end with the JVM. Where MariaDB is not installed its tests are
 * skipped.
 */
public enum TestDatabases {
    SQLITE {
        @Override
        DataSource create(int number) {
            SQLiteDataSource dataSource = new SQLiteDataSource();
            dataSource.setUrl("jdbc:sqlite:" + SqliteFolder.PATH.resolve("test" + number + ".db"));
            return dataSource;
        }
    },
    POSTGRESQL {
        @Override
        DataSource create(int number) throws SQLException {
            // A schema each: a database each takes 300 files.
            DataSource shared = Postgres.database(Postgres.LANGUAGE, "public");
            execute(shared, "create schema test" + number);
            return Postgres.database(Postgres.LANGUAGE, "test" + number);
        }
    },
    MARIADB {
        @Override
        DataSource create(int number) throws SQLException {
            Assumptions.assumeTrue(
                    MariaDbServer.isInstalled(), "MariaDB is not installed (Debian package mariadb-server): skipped");
            // Keeps few characters and takes some for equal, unless a column says otherwise.
            execute(Maria.SERVER.dataSource("mysql"), "create database test" + number + " character set latin1");
            return Maria.SERVER.dataSource("test" + number);
        }
    };

    private static final AtomicInteger CREATED = new AtomicInteger();

    /** A new, empty database of its own; each connection of the data source is a new one. */
    public DataSource fresh() {
        try {
            return create(CREATED.incrementAndGet());
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh " + this, e);
        }
    }

    abstract DataSource create(int number) throws SQLException;

    /** A database that exists on the PostgreSQL server. */
    static DataSource postgresql(String database) {
        return Postgres.database(database, "public");
    }

    /** Runs one statement outside of what is under test. */
    public static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
    }
}
