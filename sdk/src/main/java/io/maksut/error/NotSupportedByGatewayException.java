package io.maksut.error;

/**
 * The gateway has no call for this, or the account is not set up for it. Nothing was sent, so nothing is known: this is
 * never the same as "there is none".
 */
public final class NotSupportedByGatewayException extends MaksutException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what is missing and what would help, and holds no secret and no personal data. */
    public NotSupportedByGatewayException(String message, CallReport call) {
        super(message, MoneyOutcome.NOT_MOVED, call);
    }

    @Override
    public String advice() {
        return "Nothing was sent. The message says what would make it possible.";
    }
}
