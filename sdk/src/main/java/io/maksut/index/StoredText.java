package io.maksut.index;

import io.maksut.payment.Customer;
import io.maksut.text.StorableText;
import org.jspecify.annotations.Nullable;

/**
 * How text of others is made fit for every database, so that nobody's odd name keeps a payment out of the index: U+0000
 * and half surrogate pairs become U+FFFD, as they would in a transcription to UTF-8.
 */
final class StoredText {
    /** What people and gateways write is shorter; what is longer is cut. */
    private static final int LONGEST = 1_000;

    private StoredText() {}

    /** For reading, cut at 1000 characters. */
    static @Nullable String display(@Nullable String text) {
        return text == null ? null : StorableText.cut(text, LONGEST);
    }

    /** For searching: a part of an identifier would be another identifier, so one that is too long is not stored. */
    static @Nullable String key(@Nullable String text, int longest) {
        return text == null || text.length() > longest ? null : storable(text);
    }

    /**
     * One spelling of all that {@link Customer#hasEmail} holds for the same address. Done here and not by the database,
     * since each folds other letters.
     */
    static String foldedEmail(String email) {
        StringBuilder folded = new StringBuilder(email.length());
        storable(email.strip())
                .codePoints()
                .map(it -> Character.toLowerCase(Character.toUpperCase(it)))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    static String storable(String text) {
        return StorableText.repaired(text);
    }
}
