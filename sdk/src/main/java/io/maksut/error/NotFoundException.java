package io.maksut.error;

/**
 * The gateway says that what was asked for does not exist.
 */
public final class NotFoundException extends GatewayRefusedException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public NotFoundException(String message, CallReport call) {
        super(message, call);
    }

    @Override
    public String advice() {
        return "Check the id and the account.";
    }
}
