package io.maksut.payment;

import io.maksut.text.LocalisedTexts;
import java.util.Locale;
import java.util.Map;

/** The texts of payments that merchants read. */
final class Texts {
    private static final LocalisedTexts TEXTS = LocalisedTexts.beside(Texts.class);

    private Texts() {}

    static Locale languageOf(Locale locale) {
        return TEXTS.languageOf(locale);
    }

    static String text(Locale locale, String key, String... arguments) {
        return TEXTS.text(locale, key, arguments);
    }

    static Map<String, String> all(Locale language) {
        return TEXTS.all(language);
    }
}
