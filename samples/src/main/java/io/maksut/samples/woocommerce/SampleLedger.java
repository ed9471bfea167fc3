package io.maksut.samples.woocommerce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.sqlite.SQLiteDataSource;

/** An embedded database for ledger, inbox and index, in a folder that lives as long as the sample. */
final class SampleLedger implements AutoCloseable {
    private final Path folder;
    private final SQLiteDataSource source = new SQLiteDataSource();

    SampleLedger() throws IOException {
        folder = Files.createTempDirectory("maksut-woocommerce");
        source.setUrl("jdbc:sqlite:" + folder.resolve("maksut.db"));
    }

    SQLiteDataSource source() {
        return source;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
