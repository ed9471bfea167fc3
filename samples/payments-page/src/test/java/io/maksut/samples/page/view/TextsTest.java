package io.maksut.samples.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of the page, in every language. */
class TextsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

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

    private static Set<String> placeholders(String text) {
        Set<String> found = new TreeSet<>();
        PLACEHOLDER.matcher(text).results().forEach(it -> found.add(it.group()));
        return found;
    }
}
