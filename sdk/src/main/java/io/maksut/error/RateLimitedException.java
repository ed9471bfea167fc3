package io.maksut.error;

/**
 * The gateway was too busy for this call, also after waiting as long as the deadline allowed. It was not processed.
 */
public final class RateLimitedException extends GatewayRefusedException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public RateLimitedException(String message, CallReport call) {
        super(message, call);
    }

    @Override
    public String advice() {
        return "Nothing was done. Try again later, with fewer calls at a time.";
    }
}
