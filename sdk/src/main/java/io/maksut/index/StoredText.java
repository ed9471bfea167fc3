package io.maksut.index;

import io.maksut.payment.Customer;
import io.maksut.text.Folding;
import io.maksut.text.StorableText;
import org.jspecify.annotations.Nullable;

/**
 * How text of others is made fit for every database, so that nobody's odd name keeps a payment out of the index: U+0000
 * and half surrogate pairs become U+FFFD, as they would in a transcription to UTF-8.
 */
final class StoredText {
    /** What people and gateways write is shorter; what is longer is cut. */
    private static final int LONGEST = 1_000;

    private static final int LONGEST_EMAIL = 320;

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
     * One spelling of all that {@link Customer#hasEmail} holds for the same address, null if it is too long to be stored. Done
     * here and not by the database, since each folds other letters. What {@link #storable} would make one letter is spelled
     * out: two addresses do not become one.
     */
    static @Nullable String foldedEmail(String email) {
        StringBuilder folded = new StringBuilder(email.length());
        Folding.email(email).codePoints().forEach(it -> {
            if (StorableText.isBroken(it) || it == StorableText.REPLACEMENT) {
                folded.appendCodePoint(StorableText.REPLACEMENT).append(Integer.toHexString(it));
            } else {
                folded.appendCodePoint(it);
            }
        });
        return folded.length() > LONGEST_EMAIL ? null : folded.toString();
    }

    /** An address that could not be searched for is not stored: nobody could have it erased. */
    static @Nullable String email(@Nullable String email) {
        return email == null || foldedEmail(email) == null ? null : key(email, LONGEST_EMAIL);
    }

    static String storable(String text) {
        return StorableText.repaired(text);
    }
}
