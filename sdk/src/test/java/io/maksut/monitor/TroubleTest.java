package io.maksut.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TroubleTest {
    @Test
    void everyTroubleHasWordsInThreeLanguages() {
        Map<String, String> english = Trouble.texts(Locale.ENGLISH);
        assertThat(english.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Trouble.Kind.values())
                        .map(kind -> "trouble." + kind)
                        .toList());
        for (String language : List.of("fi", "lv")) {
            Map<String, String> texts = Trouble.texts(Locale.forLanguageTag(language));
            assertThat(texts.keySet()).isEqualTo(english.keySet());
            texts.forEach((key, text) -> assertThat(text).isNotBlank().isNotEqualTo(english.get(key)));
        }
    }

    @Test
    void theWorstComesFirstAndSaysHowEverythingIs() {
        Trouble deadLetters = new Trouble(Trouble.Kind.DEAD_LETTERS, "", 3, null);
        Trouble down = new Trouble(Trouble.Kind.DATABASE_DOWN, "", 0, null);
        Trouble open = new Trouble(Trouble.Kind.BREAKER_OPEN, "flatpay", 0, null);

        assertThat(new Health(List.of(deadLetters, down, open)).troubles()).containsExactly(down, open, deadLetters);
        assertThat(new Health(List.of(deadLetters, open)).status()).isEqualTo(Health.Status.TROUBLED);
        assertThat(new Health(List.of(deadLetters)).status()).isEqualTo(Health.Status.ATTENTION);
        assertThat(new Health(List.of()).status()).isEqualTo(Health.Status.WELL);
        assertThat(new Health(List.of(open)).explain(Locale.ENGLISH))
                .first()
                .asString()
                .startsWith("flatpay did not");
    }

    @Test
    void agesAreInTheLargestUnit() {
        assertThat(late(Duration.ofSeconds(5))).contains("due for 1 min");
        assertThat(late(Duration.ofMinutes(119))).contains("due for 1 h");
        assertThat(late(Duration.ofHours(50))).contains("due for 2 d");
    }

    private static String late(Duration age) {
        return new Trouble(Trouble.Kind.NOBODY_WORKS, "", 0, age).explain(Locale.ENGLISH);
    }
}
