package io.maksut.text;

/**
 * Makes text of others fit to be stored and sent: the one place where text is cut. Characters are code points, as databases
 * count them, so that none is cut in two; what no database keeps (U+0000, half of a surrogate pair) becomes U+FFFD, as it would
 * in a transcription to UTF-8.
 */
public final class StorableText {
    /** What stands for a character that cannot be stored. */
    public static final int REPLACEMENT = 0xFFFD;

    private StorableText() {}

    /** The first {@code most} characters; fewer if there are not as many. {@code most} is not negative. */
    public static String cut(String text, int most) {
        boolean fits = text.length() <= most || text.codePointCount(0, text.length()) <= most;
        return repaired(fits ? text : text.substring(0, text.offsetByCodePoints(0, most)));
    }

    /** The whole text, with the characters replaced that cannot be stored. */
    public static String repaired(String text) {
        if (isStorable(text)) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints().map(it -> isBroken(it) ? REPLACEMENT : it).forEach(repaired::appendCodePoint);
        return repaired.toString();
    }

    /** Whether every database keeps it exactly. */
    public static boolean isStorable(String text) {
        return text.codePoints().noneMatch(StorableText::isBroken);
    }

    /** Whether some database does not keep this character. */
    public static boolean isBroken(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
