package io.maksut.error;

/** The gateway understood the call and refused it. It is certain that this call moved no money. */
public sealed class GatewayRefusedException extends MaksutException
        permits NotFoundException, AuthenticationException, RateLimitedException, DeclinedException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public GatewayRefusedException(String message, CallReport call) {
        super(message, MoneyOutcome.NOT_MOVED, call);
    }

    @Override
    public String advice() {
        return "Read the reason; the same call will be refused again.";
    }
}
