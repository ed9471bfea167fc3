package io.maksut.samples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a shop has to write is short. */
class LinesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/maksut/samples/plain");

    @Test
    void theBackEndHasFewerThanTwoHundredLinesAllOfThemCounted() throws IOException {
        assertThat(Files.readAllLines(SOURCES.resolve("ShopBackend.java"))).hasSizeLessThan(200);
    }

    /** Forms and HTML on a server that knows of neither: what every other server brings along. */
    @Test
    void besideItThereAreOnlyPages() throws IOException {
        try (var files = Files.list(SOURCES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ShopBackend.java", "Web.java", "package-info.java");
        }
        assertThat(Files.readString(SOURCES.resolve("Web.java")))
                .doesNotContain("io.maksut.sync", "io.maksut.portal", "io.maksut.payment");
    }
}
