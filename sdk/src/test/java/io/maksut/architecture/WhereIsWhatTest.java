package io.maksut.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table "Where is what" of CONTRIBUTING.md names classes as they are now. */
class WhereIsWhatTest {
    private static final Path ROOT = Path.of("..");
    private static final String HEADING = "## Where is what";
    private static final Pattern ROW = Pattern.compile("\\| .+ \\| `([A-Za-z]+)` \\| `([a-z.]+)` \\|");
    /** Of {@code samples/payments-page}. */
    private static final int DEEPEST_MODULE = 2;

    @Test
    void everyClassOfTheTableIsInItsPackage() throws IOException {
        List<Path> sources = sources();
        assertThat(table()).isNotEmpty().allSatisfy(row -> {
            var cells = ROW.matcher(row);
            assertThat(cells.matches()).as("three cells: %s", row).isTrue();
            Path file = Path.of(cells.group(2).replace('.', '/'), cells.group(1) + ".java");
            assertThat(sources)
                    .as("%s", row)
                    .anySatisfy(it -> assertThat(it.resolve(file)).isRegularFile());
        });
    }

    /** Its rows, without the heading and the line below it. */
    private static List<String> table() throws IOException {
        return Files.readAllLines(ROOT.resolve("CONTRIBUTING.md")).stream()
                .dropWhile(it -> !it.equals(HEADING))
                .skip(1)
                .takeWhile(it -> !it.startsWith("## "))
                .filter(it -> it.startsWith("|"))
                .skip(2)
                .toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> folders = Files.walk(ROOT, DEEPEST_MODULE)) {
            return folders.map(it -> it.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}
