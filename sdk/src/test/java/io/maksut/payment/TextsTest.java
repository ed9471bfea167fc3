package io.maksut.payment;

import static org.assertj.core.api.Assertions.assertThat;

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

class TextsTest {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    @Test
    void theThreeLanguagesSayTheSameThings() {
        Map<String, String> english = Texts.all(Locale.ENGLISH);

        for (Locale language : List.of(FINNISH, LATVIAN)) {
            Map<String, String> texts = Texts.all(language);
            assertThat(texts.keySet()).isEqualTo(english.keySet());
            texts.forEach((key, text) -> assertThat(placeholders(text))
                    .as("%s in %s", key, language)
                    .isEqualTo(placeholders(english.get(key))));
        }
    }

    @Test
    void noTextIsEmptyOrLeftInEnglish() {
        Map<String, String> english = Texts.all(Locale.ENGLISH);

        for (Locale language : List.of(Locale.ENGLISH, FINNISH, LATVIAN)) {
            assertThat(Texts.all(language)).allSatisfy((key, text) -> {
                assertThat(text).as(key).isNotBlank().isEqualTo(text.strip()).doesNotContain("  ", "\uFFFD");
                if (!language.equals(Locale.ENGLISH)
                        && !key.equals("method.PAYPAL")
                        && !key.equals("method.OPEN_BANKING")) {
                    assertThat(text).as(key).isNotEqualTo(english.get(key));
                }
            });
        }
    }

    @Test
    void everythingThatCanBeSaidHasATextAndNothingElseHasOne() {
        Set<String> expected = new TreeSet<>();
        names("status.", PaymentStatus.values()).forEach(expected::add);
        names("method.", PaymentMethod.values()).forEach(expected::add);
        names("action.", PaymentAction.values()).forEach(expected::add);
        names("actor.", NextActor.values()).forEach(expected::add);
        names("denial.", DenialReason.Code.values()).forEach(expected::add);
        names("reference.", GatewayReference.Kind.values()).forEach(expected::add);
        expected.addAll(Set.of(
                "amount.of",
                "denial.REST_RESERVED.until",
                "meaning.partly_captured",
                "meaning.partly_captured.refunded",
                "guidance.partly_captured",
                "guidance.partly_captured.reserved",
                "guidance.partly_captured.reserved_until",
                "guidance.partly_captured.not_taken",
                "meaning.reservation_ran_out",
                "guidance.reservation_ran_out",
                "meaning.capture_declined",
                "guidance.capture_declined"));
        Stream<String> rows = Stream.of(PaymentStatus.values())
                .flatMap(status -> Stream.of(PaymentMethod.values())
                        .flatMap(method -> PaymentLifecycle.row(status, method).stream())
                        .map(PaymentLifecycle.Row::texts));
        Stream.concat(rows, Stream.of("unknown", "undocumented"))
                .flatMap(texts -> Stream.of("meaning." + texts, "guidance." + texts))
                .forEach(expected::add);

        assertThat(Texts.all(Locale.ENGLISH).keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void refusalsUseOnlyThePlaceholdersThatAreFilled() {
        assertThat(Texts.all(Locale.ENGLISH)).allSatisfy((key, text) -> {
            Set<String> allowed = Set.of();
            if (key.equals("denial.REST_RESERVED.until")) {
                allowed = Set.of("{0}", "{1}", "{2}", "{3}", "{4}", "{5}", "{6}");
            } else if (key.startsWith("denial.")) {
                allowed = Set.of("{0}", "{1}", "{2}", "{3}", "{4}", "{5}");
            } else if (key.contains(".partly_captured") || key.endsWith(".reservation_ran_out")) {
                allowed = Set.of("{0}", "{1}", "{2}", "{3}", "{4}");
            } else if (key.equals("meaning.undocumented") || key.equals("amount.of")) {
                allowed = Set.of("{0}", "{1}");
            }
            assertThat(placeholders(text)).as(key).isSubsetOf(allowed);
        });
    }

    @Test
    void anyOtherLanguageReadsEnglishWhateverTheMachineSpeaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(FINNISH);
            assertThat(PaymentStatus.SETTLED.label(Locale.forLanguageTag("et"))).isEqualTo("Settled");
            assertThat(PaymentStatus.SETTLED.label(Locale.ROOT)).isEqualTo("Settled");
            assertThat(PaymentStatus.SETTLED.label(Locale.forLanguageTag("lv-LV")))
                    .isEqualTo("Izpildīts");
            assertThat(PaymentStatus.SETTLED.label(Locale.forLanguageTag("fi-FI")))
                    .isEqualTo("Suoritettu");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatIsFilledInIsNotReadAsATemplate() {
        assertThat(Texts.text(Locale.ENGLISH, "meaning.undocumented", "{1} $0 \\", "x"))
                .isEqualTo("The status “{1} $0 \\” is not documented for the payment method “x”.");
    }

    private static Stream<String> names(String prefix, Enum<?>[] constants) {
        return Stream.of(constants).map(constant -> prefix + constant.name());
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
