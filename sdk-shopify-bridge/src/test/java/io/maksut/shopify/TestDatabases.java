package io.maksut.shopify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.sqlite.SQLiteDataSource;

/** Real databases, a fresh one for each test. Servers start when they are first needed and end with the JVM. */
enum TestDatabases {
    SQLITE {
        @Override
        DataSource create(int number) {
            return sqlite(Folder.PATH.resolve("test" + number + ".db"));
        }
    },
    POSTGRESQL {
        @Override
        DataSource create(int number) throws SQLException {
            execute(Postgres.SERVER.getPostgresDatabase(), "create schema test" + number);
            return Postgres.SERVER.getDatabase("postgres", "postgres", Map.of("currentSchema", "test" + number));
        }
    },
    MARIADB {
        @Override
        DataSource create(int number) throws SQLException {
            assumeTrue(
                    MariaDbServer.isInstalled(), "MariaDB is not installed (Debian package mariadb-server): skipped");
            execute(Maria.SERVER.dataSource("mysql"), "create database test" + number + " character set latin1");
            return Maria.SERVER.dataSource("test" + number);
        }
    };

    private static final AtomicInteger CREATED = new AtomicInteger();

    DataSource fresh() {
        try {
            return create(CREATED.incrementAndGet());
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh " + this, e);
        }
    }

    abstract DataSource create(int number) throws SQLException;

    static DataSource sqlite(Path file) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static final class Folder {
        static final Path PATH = create();

        private static Path create() {
            try {
                Path folder = MemoryFolder.create("maksut-shopify");
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
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Maria {
        static final MariaDbServer SERVER = MariaDbServer.start();
    }
}
