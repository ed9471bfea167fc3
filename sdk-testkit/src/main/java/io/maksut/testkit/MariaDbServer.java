package io.maksut.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A MariaDB server in a temporary folder, from the programs that a package of the system has installed. */
final class MariaDbServer {
    private static final Optional<Path> SERVER =
            firstOf("/usr/sbin/mariadbd", "/usr/libexec/mariadbd", "/usr/sbin/mysqld");
    private static final Optional<Path> INSTALLER = firstOf("/usr/bin/mariadb-install-db", "/usr/bin/mysql_install_db");
    private static final int START_SECONDS = 60;

    // The shell outlives this JVM, however it ends: then its input is at its end, and it stops the server and cleans
    // up.
    private static final String RUN_UNTIL_INPUT_ENDS = """
            folder="$1"; shift
            trap : INT TERM HUP
            "$@" & server=$!
            cat > /dev/null
            kill "$server"; wait "$server"
            rm -rf "$folder"
            """;

    private final int port; // of the loopback address

    private MariaDbServer(int port) {
        this.port = port;
    }

    static boolean isInstalled() {
        return SERVER.isPresent() && INSTALLER.isPresent();
    }

    static MariaDbServer start() {
        try {
            Path folder = MemoryFolder.create("maksut-mariadb");
            String user = "--user=" + System.getProperty("user.name");
            String data = "--datadir=" + folder.resolve("data");
            // Servers that share a folder for temporary tables delete each other's when they start.
            String temporary = "--tmpdir=" + Files.createDirectory(folder.resolve("tmp"));
            Path log = folder.resolve("log");
            List<String> install = List.of(
                    INSTALLER.orElseThrow().toString(),
                    "--no-defaults",
                    user,
                    data,
                    temporary,
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db");
            int installed = new ProcessBuilder(install)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (installed != 0) {
                throw new IllegalStateException("mariadb-install-db failed:\n" + Files.readString(log));
            }
            int port = freePort();
            List<String> run = List.of(
                    "sh",
                    "-c",
                    RUN_UNTIL_INPUT_ENDS,
                    "sh",
                    folder.toString(),
                    SERVER.orElseThrow().toString(),
                    "--no-defaults",
                    user,
                    data,
                    temporary,
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--socket=" + folder.resolve("socket"),
                    "--pid-file=" + folder.resolve("pid"));
            Process process = new ProcessBuilder(run)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            MariaDbServer server = new MariaDbServer(port);
            server.awaitReady(process, log);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String address(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
    }

    private void awaitReady(Process process, Path log) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            try (Connection connection = DriverManager.getConnection(address("mysql"))) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException notYet) {
                if (System.nanoTime() > deadline) {
                    break;
                }
            }
        }
        throw new IllegalStateException("MariaDB did not start:\n" + Files.readString(log));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> firstOf(String... paths) {
        return Stream.of(paths).map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
