package io.maksut.samples.page.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages of the page, each with the region whose dates and numbers its readers know. */
public enum Language {
    ENGLISH("en", "en-IE", "English"),
    FINNISH("fi", "fi-FI", "Suomi"),
    LATVIAN("lv", "lv-LV", "Latviešu");

    private final String code;
    private final Locale locale;
    private final String ownName;

    Language(String code, String tag, String ownName) {
        this.code = code;
        this.locale = Locale.forLanguageTag(tag);
        this.ownName = ownName;
    }

    public String code() {
        return code;
    }

    public Locale locale() {
        return locale;
    }

    /** What its readers call it. */
    public String ownName() {
        return ownName;
    }

    /** The language with this code. */
    public static Optional<Language> of(@Nullable String code) {
        return Arrays.stream(values()).filter(it -> it.code.equals(code)).findFirst();
    }

    /** The best for a browser's {@code Accept-Language}; English if it names none of ours. */
    public static Language accepted(@Nullable String header) {
        if (header == null || header.isBlank() || header.length() > 1_000) {
            return ENGLISH;
        }
        try {
            List<String> codes = Arrays.stream(values()).map(Language::code).toList();
            String best = Locale.lookupTag(Locale.LanguageRange.parse(header), codes);
            return of(best).orElse(ENGLISH);
        } catch (IllegalArgumentException e) {
            return ENGLISH; // not a header that a browser sends
        }
    }
}
