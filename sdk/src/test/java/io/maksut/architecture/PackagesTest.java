package io.maksut.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackagesTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
        List<Path> packages;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            packages = files.filter(it -> it.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .filter(it -> !it.equals(SOURCES))
                    .distinct()
                    .toList();
        }
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.resolve("package-info.java"))
                        .exists()
                        .content()
                        .startsWith("/**")
                        .contains("@NullMarked"));
    }

    @Test
    void noNameSaysNothing() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .noneMatch(it -> it.matches(".*(Util|Utils|Helper|Helpers|Manager|Impl)\\.java"));
        }
    }
}
