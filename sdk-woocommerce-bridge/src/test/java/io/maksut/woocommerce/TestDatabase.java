package io.maksut.woocommerce;

import io.maksut.testkit.MemoryFolder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.mariadb.jdbc.MariaDbDataSource;

/** A new, empty database of each kind; servers start once and end with the JVM. */
enum TestDatabase {
    SQLITE {
        @Override
        DataSource fresh() {
            return Sqlite.fresh();
        }
    },
    POSTGRESQL {
        @Override
        DataSource fresh() throws SQLException {
            String schema = "test" + COUNT.incrementAndGet();
            execute(Postgres.SERVER.getPostgresDatabase(), "create schema " + schema);
            return Postgres.SERVER.getDatabase("postgres", "postgres", Map.of("currentSchema", schema));
        }
    },
    MARIADB {
        @Override
        DataSource fresh() throws SQLException {
            Assumptions.assumeTrue(
                    Files.isExecutable(MariaDb.DAEMON),
                    "MariaDB is not installed (Debian package mariadb-server): skipped");
            String name = "test" + COUNT.incrementAndGet();
            execute(MariaDb.SERVER.dataSource("mysql"), "create database " + name + " character set latin1");
            return MariaDb.SERVER.dataSource(name);
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    abstract DataSource fresh() throws SQLException;

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
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

    private record MariaDb(int port) {
        static final Path DAEMON = Path.of("/usr/sbin/mariadbd");
        static final MariaDb SERVER = start();

        // The shell outlives this JVM, however it ends, then stops the server and clears up.
        private static final String UNTIL_INPUT_ENDS =
                "folder=$1; shift; trap : INT TERM HUP; \"$@\" & server=$!; cat >/dev/null; kill $server; wait"
                        + " $server; rm -rf $folder";

        private static MariaDb start() {
            try {
                Path folder = MemoryFolder.create("maksut-woocommerce-mariadb");
                List<String> options = List.of(
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + folder.resolve("data"),
                        "--tmpdir=" + Files.createDirectory(folder.resolve("tmp")));
                List<String> install = new java.util.ArrayList<>(List.of("/usr/bin/mariadb-install-db"));
                install.addAll(options);
                install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
                Path log = folder.resolve("log");
                run(install, log).waitFor();
                int port;
                try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    port = socket.getLocalPort();
                }
                List<String> serve = new java.util.ArrayList<>(
                        List.of("sh", "-c", UNTIL_INPUT_ENDS, "sh", folder.toString(), DAEMON.toString()));
                serve.addAll(options);
                serve.addAll(List.of(
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + folder.resolve("socket"),
                        "--pid-file=" + folder.resolve("pid")));
                return new MariaDb(port).awaitReady(run(serve, log), log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static Process run(List<String> command, Path log) throws IOException {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        }

        private MariaDb awaitReady(Process process, Path log) throws InterruptedException, IOException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!process.waitFor(50, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
                if (answers()) {
                    return this;
                }
            }
            throw new IllegalStateException("MariaDB did not start:\n" + Files.readString(log));
        }

        private boolean answers() {
            try (Connection connection = dataSource("mysql").getConnection()) {
                return connection.isValid(1);
            } catch (SQLException notYet) {
                return false;
            }
        }

        DataSource dataSource(String database) throws SQLException {
            return new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root");
        }
    }
}
