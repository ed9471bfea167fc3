package io.maksut.sync;

import io.maksut.testkit.MemoryFolder;
import io.maksut.testkit.TestDatabases;
import io.maksut.testkit.UrlDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Gateways for any number of histories, and a fresh ledger for each: a copy of an empty one, kept in memory where possible. */
final class HistoryWorld implements AutoCloseable {
    final SyncWorld gateways = new SyncWorld(TestDatabases.SQLITE);
    private final Path folder;
    private final Path empty;
    private int number;
    private @Nullable Connection lent;

    HistoryWorld() {
        try {
            folder = MemoryFolder.create("maksut-histories");
            empty = folder.resolve("empty.db");
            RefundSync unused = RefundSync.builder(new UrlDataSource("jdbc:sqlite:" + empty))
                    .gateway(gateways.gateways().get(0))
                    .build();
            // The write-ahead log becomes part of the file when the last connection closes.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DataSource freshLedger() {
        Path ledger = folder.resolve("ledger" + ++number + ".db");
        try {
            for (int old = number - 1; old > 0 && old > number - 3; old--) {
                for (String suffix : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(folder.resolve("ledger" + old + ".db" + suffix));
                }
            }
            Files.copy(empty, ledger);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kept(new UrlDataSource("jdbc:sqlite:" + ledger));
    }

    /** One connection, lent again and again: opening one takes longer than most of what is done with it. */
    private DataSource kept(DataSource dataSource) {
        Connection connection;
        try {
            if (lent != null) {
                lent.close();
            }
            connection = dataSource.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        lent = connection;
        Connection neverClosed = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) -> neverClosed);
    }

    /** The same, asked whether the caller lives before each connection. */
    static DataSource whileAlive(DataSource dataSource, Runnable lives) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    lives.run();
                    try {
                        return method.invoke(dataSource, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() {
        gateways.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
