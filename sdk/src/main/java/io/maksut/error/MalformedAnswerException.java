package io.maksut.error;

/**
 * A read was answered with something that cannot be understood: not the promised format, an amount that does not fit, a
 * body above the size limit. Reads move no money.
 */
public final class MalformedAnswerException extends MaksutException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public MalformedAnswerException(String message, CallReport call) {
        super(message, MoneyOutcome.NOT_MOVED, call);
    }

    @Override
    public String advice() {
        return "Nothing changed. If it stays so, report the request id to the gateway's support.";
    }
}
