package io.maksut.refund;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of rulings, from {@code texts_en/fi/lv.properties}.
 *
 * <p>Not a ResourceBundle: that falls back to the JVM's default locale, and its Control does not work in named modules.
 */
final class Texts {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");
    private static final Map<String, Map<String, String>> BY_LANGUAGE =
            Map.of("en", load("en"), "fi", load("fi"), "lv", load("lv"));

    private Texts() {}

    /** The locale whose texts a reader of the given locale gets: its language if we have it, else English. */
    static Locale languageOf(Locale locale) {
        String language = locale.getLanguage();
        return BY_LANGUAGE.containsKey(language) ? Locale.forLanguageTag(language) : Locale.ENGLISH;
    }

    /** The text under the key, with {0}, {1}... replaced once each by the arguments. */
    static String text(Locale locale, String key, String... arguments) {
        String text = all(languageOf(locale)).get(key);
        if (text == null) {
            throw new IllegalStateException("No text " + key);
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(arguments[Integer.parseInt(found.group(1))]))
                .strip();
    }

    /** What to add where an authorised person may release the payment; else nothing. */
    static String wayOut(Locale locale, boolean releasable) {
        return releasable ? " " + text(locale, "way_out") : "";
    }

    /** All texts of one of our languages. */
    static Map<String, String> all(Locale language) {
        return BY_LANGUAGE.getOrDefault(language.getLanguage(), Map.of());
    }

    private static Map<String, String> load(String language) {
        String file = "texts_" + language + ".properties";
        try (InputStream in = Texts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("Missing " + file);
            }
            try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                Properties properties = new Properties();
                properties.load(reader);
                Map<String, String> texts = new TreeMap<>();
                properties.forEach((key, text) -> texts.put((String) key, (String) text));
                return Map.copyOf(texts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
