package io.maksut.refund;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.refund.RefundDecision.Ground;
import io.maksut.refund.RefundDecision.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefundTextsTest {
    private static final List<Locale> OTHERS = List.of(Locale.forLanguageTag("fi"), Locale.forLanguageTag("lv"));
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    @Test
    void theThreeLanguagesSayTheSameThingsInTheirOwnWords() {
        Map<String, String> english = Texts.all(Locale.ENGLISH);

        for (Locale language : OTHERS) {
            Map<String, String> texts = Texts.all(language);
            assertThat(texts.keySet()).isEqualTo(english.keySet());
            texts.forEach((key, text) -> {
                assertThat(placeholders(text)).as("%s in %s", key, language).isEqualTo(placeholders(english.get(key)));
                assertThat(text).as(key).isNotEqualTo(english.get(key));
            });
        }
    }

    @Test
    void everyTextIsASentenceInPlainCharacters() {
        Stream.concat(Stream.of(Locale.ENGLISH), OTHERS.stream())
                .forEach(language -> assertThat(Texts.all(language))
                        .allSatisfy((key, text) -> assertThat(text)
                                .as(key)
                                .isEqualTo(text.strip())
                                .doesNotContain("  ", "\uFFFD")
                                .matches(".*(\\.|\\?|\\{0})")));
    }

    @Test
    void everythingThatCanBeSaidHasATextAndNothingElseHasOne() {
        Set<String> expected = new TreeSet<>(Set.of(
                "order_link",
                "way_out",
                "orders",
                "repair.RECORD",
                "repair.NOTE",
                "question.ANOTHER_REFUND",
                "question.ANOTHER_THAN_WATCHED",
                "question.ANOTHER_FAILURE",
                "question.ANOTHER_ORDER"));
        Stream.of(Ground.values()).map(ground -> "allowed." + ground).forEach(expected::add);
        Stream.of(Reason.values())
                .filter(reason -> reason != Reason.PAYMENT_DOES_NOT_ALLOW)
                .map(reason -> "refused." + reason)
                .forEach(expected::add);
        Stream.of(Cause.values()).map(cause -> "undetermined." + cause).forEach(expected::add);

        assertThat(Texts.all(Locale.ENGLISH).keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
