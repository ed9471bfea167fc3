package io.maksut.samples.page.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of the page in one language; what payments, refusals and discrepancies mean, the SDK says itself. Immutable. */
public final class Texts {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");
    private static final Map<Language, Texts> ALL = load();

    private final Properties texts;

    private Texts(Properties texts) {
        this.texts = texts;
    }

    public static Texts in(Language language) {
        return Objects.requireNonNull(ALL.get(language), "all are loaded");
    }

    /**
     * The text under the key, with {0}, {1} and so on replaced.
     *
     * @throws IllegalStateException if there is none: a mistake of ours
     */
    public String text(String key, String... arguments) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("no text " + key);
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(arguments[Integer.parseInt(found.group(1))]));
    }

    public Set<String> keys() {
        return texts.stringPropertyNames();
    }

    private static Map<Language, Texts> load() {
        Map<Language, Texts> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            String file = "texts_" + language.code() + ".properties";
            Properties texts = new Properties();
            try (InputStream in = Texts.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("missing " + file);
                }
                texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            all.put(language, new Texts(texts));
        }
        return all;
    }
}
