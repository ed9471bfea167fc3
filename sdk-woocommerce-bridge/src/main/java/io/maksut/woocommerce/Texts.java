package io.maksut.woocommerce;

import io.maksut.text.LocalisedTexts;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bridge's texts for merchants, in English, Finnish and Latvian. */
final class Texts {
    private static final LocalisedTexts TEXTS = LocalisedTexts.beside(Texts.class);

    private Texts() {}

    static String text(Locale locale, String key, String... arguments) {
        return TEXTS.text(locale, key, arguments);
    }

    /** The same text in each language, by language. */
    static Map<String, String> inEachLanguage(String key, String... arguments) {
        return Stream.of("en", "fi", "lv")
                .collect(Collectors.toUnmodifiableMap(
                        language -> language, language -> text(Locale.forLanguageTag(language), key, arguments)));
    }
}
