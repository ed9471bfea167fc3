package io.maksut.samples.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of the page, in every language. */
class TextsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");
    /** A key that is written out in a template or a class, also as one of two. */
    private static final Pattern SAID = Pattern.compile(
            "(?:\\bt\\(|\\btext\\(|\\btext\\([^()\"]*\\(\\) \\? \"[a-z_.]+\" : )\\s*\"([a-z_.]*[a-z_])\"[,)]");

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyTextIsThereWithTheSamePlaceholders(Language language) {
        Texts english = Texts.in(Language.ENGLISH);
        Texts texts = Texts.in(language);
        assertThat(texts.keys()).isEqualTo(english.keys());
        String[] numbers = {"\u0001{0}", "\u0001{1}", "\u0001{2}", "\u0001{3}"};
        assertThat(texts.keys()).allSatisfy(key -> {
            assertThat(texts.text(key, numbers)).isNotBlank();
            assertThat(placeholders(texts.text(key, numbers))).isEqualTo(placeholders(english.text(key, numbers)));
        });
    }

    @Test
    void whatThePageSaysIsThere() throws IOException {
        Set<String> said = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
            for (Path file : files.filter(it -> it.toString().matches(".*\\.(java|ftlh)"))
                    .toList()) {
                SAID.matcher(Files.readString(file)).results().forEach(it -> said.add(it.group(1)));
            }
        }

        assertThat(said).hasSizeGreaterThan(150);
        assertThat(Texts.in(Language.ENGLISH).keys()).containsAll(said);
    }

    private static Set<String> placeholders(String text) {
        Set<String> found = new TreeSet<>();
        PLACEHOLDER.matcher(text).results().forEach(it -> found.add(it.group()));
        return found;
    }
}
