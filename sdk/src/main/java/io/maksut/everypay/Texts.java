package io.maksut.everypay;

import io.maksut.portal.OutcomeReason;
import io.maksut.text.LocalisedTexts;
import java.util.Locale;
import java.util.Map;

/** The texts of this package in English, Finnish and Latvian. */
final class Texts {
    private static final LocalisedTexts TEXTS = LocalisedTexts.beside(Texts.class);
    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");

    private Texts() {}

    static OutcomeReason reason(String key) {
        return OutcomeReason.of(
                key, TEXTS.text(Locale.ENGLISH, key), TEXTS.text(FINNISH, key), TEXTS.text(LATVIAN, key));
    }

    static Map<String, String> all(Locale language) {
        return TEXTS.all(language);
    }
}
