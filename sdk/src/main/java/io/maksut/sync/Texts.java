package io.maksut.sync;

import io.maksut.text.LocalisedTexts;
import java.util.Locale;
import java.util.Map;

/** The texts of this package. */
final class Texts {
    private static final LocalisedTexts TEXTS = LocalisedTexts.beside(Texts.class);

    private Texts() {}

    static String text(Locale locale, String key, String... arguments) {
        return TEXTS.text(locale, key, arguments);
    }

    static Locale languageOf(Locale locale) {
        return TEXTS.languageOf(locale);
    }

    static Map<String, String> all(Locale language) {
        return TEXTS.all(language);
    }
}
