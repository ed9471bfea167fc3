package io.maksut.refund;

import io.maksut.text.LocalisedTexts;
import java.util.Locale;
import java.util.Map;

/** The texts of rulings. */
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

    /** What to add where an authorised person may release the payment; else nothing. */
    static String wayOut(Locale locale, boolean releasable) {
        return releasable ? " " + text(locale, "way_out") : "";
    }
}
