package io.maksut.refund;

import io.maksut.refund.OrderFinding.Found;
import io.maksut.text.LocalisedTexts;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of decisions. */
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

    /** Where the order is opened; nothing where there is no order or no page. */
    static String link(Locale locale, @Nullable Found order) {
        URI link = order == null ? null : order.link();
        return link == null ? "" : " " + text(locale, "order_link", link.toString());
    }
}
