package io.maksut.error;

/**
 * Nothing reached the gateway: no connection, an open circuit breaker, no room under the rate limit within the deadline,
 * or an interrupt before the first byte. It is certain that no money moved.
 */
public final class NotSentException extends MaksutException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public NotSentException(String message, CallReport call) {
        super(message, MoneyOutcome.NOT_MOVED, call);
    }

    @Override
    public String advice() {
        return "Nothing was sent. Try again later.";
    }
}
