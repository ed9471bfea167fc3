package io.maksut.json;

/** The text is not JSON, or not of the expected form. The message names the field, never its value. */
public final class JsonFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code message} names the field, never its value. */
    public JsonFormatException(String message) {
        super(message);
    }
}
