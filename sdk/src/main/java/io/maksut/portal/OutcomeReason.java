package io.maksut.portal;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Why an attempt had its outcome: a code for programs, and words for the merchant in English, Finnish and Latvian. The
 * words hold no exception, idempotency key, HTTP status or personal data; technical facts are in the outcome's {@link
 * Outcome#call() report}. Immutable and thread-safe.
 */
public final class OutcomeReason {
    private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");

    private final String code;
    private final Map<String, String> texts;

    private OutcomeReason(String code, Map<String, String> texts) {
        this.code = code;
        this.texts = texts;
    }

    /**
     * Makes a reason.
     *
     * @param code lower-case letters, digits and underscores, such as {@code no_partial_refund}; stays the same over
     *     releases
     * @throws IllegalArgumentException if the code has another form, or a text is blank
     */
    public static OutcomeReason of(String code, String english, String finnish, String latvian) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("the code of a reason is a short word");
        }
        return new OutcomeReason(
                code, Map.of("en", required(english), "fi", required(finnish), "lv", required(latvian)));
    }

    private static String required(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a reason has words in each language");
        }
        return text;
    }

    /** The code, for programs. */
    public String code() {
        return code;
    }

    /** The words in English, Finnish or Latvian; for any other language in English. */
    public String explain(Locale locale) {
        String text = texts.get(locale.getLanguage());
        return text != null ? text : Objects.requireNonNull(texts.get("en"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutcomeReason that && code.equals(that.code) && texts.equals(that.texts);
    }

    @Override
    public int hashCode() {
        return code.hashCode();
    }

    @Override
    public String toString() {
        return code;
    }
}
