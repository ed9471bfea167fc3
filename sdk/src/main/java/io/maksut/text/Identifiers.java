package io.maksut.text;

/** What we accept as an identifier that goes into URLs, texts, logs and database keys. */
public final class Identifiers {
    private static final int MAX_LENGTH = 255;

    private Identifiers() {}

    /** Whether {@link #require} lets it pass. */
    public static boolean isIdentifier(String value) {
        return value.length() <= MAX_LENGTH
                && !value.isBlank()
                && value.codePoints().noneMatch(Identifiers::isControl);
    }

    /** Returns the value, or throws IllegalArgumentException without quoting it. */
    public static String require(String what, String value) {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " is longer than " + MAX_LENGTH + " characters");
        }
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        if (value.codePoints().anyMatch(Identifiers::isControl)) {
            throw new IllegalArgumentException(what + " contains a control character");
        }
        return value;
    }

    /** Half of a surrogate pair counts: stored as UTF-8 it becomes a question mark, and two identifiers one. */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
