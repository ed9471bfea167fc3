package io.maksut.error;

/**
 * A call that moves money was sent, and it cannot be told whether it was carried out. It is <em>not</em> failed: read the
 * payment before anything else is tried.
 */
public final class OutcomeUnknownException extends MaksutException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public OutcomeUnknownException(String message, CallReport call) {
        super(message, MoneyOutcome.UNKNOWN, call);
    }

    @Override
    public String advice() {
        return "Do not repeat it under a new key. Read the payment, compare its amounts, then decide.";
    }
}
