package io.maksut.samples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** An embedded database in a folder that lives as long as the sample. */
final class SampleDatabase implements AutoCloseable {
    private final Path folder;
    private final SQLiteDataSource source;

    private SampleDatabase(Path folder) {
        this.folder = folder;
        this.source = new SQLiteDataSource();
        this.source.setUrl("jdbc:sqlite:" + folder.resolve("maksut.db"));
    }

    static SampleDatabase create() {
        try {
            return new SampleDatabase(Files.createTempDirectory("maksut-sample"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DataSource source() {
        return source;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
