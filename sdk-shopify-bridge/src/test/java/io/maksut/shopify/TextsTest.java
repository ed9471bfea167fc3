package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What merchants read, in each of our languages. */
class TextsTest {
    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream("texts_" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Set<String> places(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fi", "lv"})
    void everyTextIsThereWithTheSamePlaces(String language) throws IOException {
        Properties english = texts("en");
        Properties texts = texts(language);
        assertThat(texts.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(texts.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(texts.getProperty(key)).as(key).isNotEqualTo(english.getProperty(key));
        }
    }

    @Test
    void everyTextIsUsed() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            String sources =
                    files.filter(Files::isRegularFile).map(TextsTest::content).collect(Collectors.joining());
            assertThat(texts("en").stringPropertyNames())
                    .allSatisfy(key -> assertThat(sources).contains("\"" + key + "\""));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
