package io.maksut.refund;

/** What we accept as an identifier that goes into texts and the ledger. */
final class Identifiers {
    private static final int MAX_LENGTH = 255;

    private Identifiers() {}

    /** Throws IllegalArgumentException without quoting the value. */
    static void require(String what, String value) {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " is blank or longer than " + MAX_LENGTH + " characters");
        }
        if (value.codePoints().anyMatch(Identifiers::isControl)) {
            throw new IllegalArgumentException(what + " contains a control character");
        }
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
