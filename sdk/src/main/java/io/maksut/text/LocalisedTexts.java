package io.maksut.text;

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
 * The texts of one package, from {@code texts_en/fi/lv.properties} beside its classes. Immutable and thread-safe.
 *
 * <p>Not a ResourceBundle: that falls back to the JVM's default locale, and its Control does not work in named modules.
 */
public final class LocalisedTexts {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

    private final Map<String, Map<String, String>> byLanguage;

    private LocalisedTexts(Map<String, Map<String, String>> byLanguage) {
        this.byLanguage = byLanguage;
    }

    /** The texts beside this class. */
    public static LocalisedTexts beside(Class<?> owner) {
        return new LocalisedTexts(Map.of("en", load(owner, "en"), "fi", load(owner, "fi"), "lv", load(owner, "lv")));
    }

    /** The locale whose texts a reader of the given locale gets: its language if we have it, else English. */
    public Locale languageOf(Locale locale) {
        String language = locale.getLanguage();
        return byLanguage.containsKey(language) ? Locale.forLanguageTag(language) : Locale.ENGLISH;
    }

    /** The text under the key, with {0}, {1}... replaced once each by the arguments. */
    public String text(Locale locale, String key, String... arguments) {
        String text = all(languageOf(locale)).get(key);
        if (text == null) {
            throw new IllegalStateException("No text " + key);
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(arguments[Integer.parseInt(found.group(1))]))
                .strip();
    }

    /** All texts of one of our languages. */
    public Map<String, String> all(Locale language) {
        return byLanguage.getOrDefault(language.getLanguage(), Map.of());
    }

    private static Map<String, String> load(Class<?> owner, String language) {
        String file = "texts_" + language + ".properties";
        try (InputStream in = owner.getResourceAsStream(file)) {
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
