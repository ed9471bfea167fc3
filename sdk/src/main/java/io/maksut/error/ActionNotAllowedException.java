package io.maksut.error;

/**
 * The payment's status and method do not allow the action, judged on a payment that was read just now. Not a byte of the
 * action was sent.
 */
public final class ActionNotAllowedException extends MaksutException {
    private static final long serialVersionUID = 1L;

    /** {@code reason} is the refusal in English. */
    public ActionNotAllowedException(String reason, CallReport call) {
        super(reason, MoneyOutcome.NOT_MOVED, call);
    }

    @Override
    public String advice() {
        return "The reason says what may be done instead.";
    }
}
