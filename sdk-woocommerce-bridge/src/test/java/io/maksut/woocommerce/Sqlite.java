package io.maksut.woocommerce;

import io.maksut.testkit.MemoryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** Databases in files, each new and empty. */
final class Sqlite {
    private Sqlite() {}

    static DataSource fresh() {
        return in(freshFile());
    }

    /** A file that is gone when the JVM ends. */
    static Path freshFile() {
        try {
            Path folder = MemoryFolder.create("maksut-woocommerce");
            folder.toFile().deleteOnExit();
            Path file = Files.createFile(folder.resolve("test.db"));
            for (String name : new String[] {"", "-wal", "-shm"}) {
                Path.of(file + name).toFile().deleteOnExit();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DataSource in(Path file) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }
}
