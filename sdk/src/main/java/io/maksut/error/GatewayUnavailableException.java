package io.maksut.error;

/**
 * A read got no usable answer in time. Reads move no money, so nothing has changed; but what was asked is not known: this
 * is never the same as "there is none".
 */
public final class GatewayUnavailableException extends MaksutException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public GatewayUnavailableException(String message, CallReport call) {
        super(message, MoneyOutcome.NOT_MOVED, call);
    }

    @Override
    public String advice() {
        return "Nothing changed. Try again later; do not take this for an empty answer.";
    }
}
