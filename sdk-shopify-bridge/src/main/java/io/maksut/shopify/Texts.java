package io.maksut.shopify;

import io.maksut.text.LocalisedTexts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Texts for merchants in English, Finnish and Latvian; any other language reads English. */
final class Texts {
    private static final LocalisedTexts TEXTS = LocalisedTexts.beside(Texts.class);

    private Texts() {}

    static String text(Locale locale, String key, String... arguments) {
        return TEXTS.text(locale, key, arguments);
    }

    /** The same text in each language, by language. */
    static Map<String, String> all(String key, String... arguments) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String language : new String[] {"en", "fi", "lv"}) {
            all.put(language, text(Locale.forLanguageTag(language), key, arguments));
        }
        return all;
    }
}
