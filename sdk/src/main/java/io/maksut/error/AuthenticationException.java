package io.maksut.error;

/**
 * The gateway does not accept the credentials, or they may not do this.
 */
public final class AuthenticationException extends GatewayRefusedException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public AuthenticationException(String message, CallReport call) {
        super(message, call);
    }

    @Override
    public String advice() {
        return "Check the API key and its rights.";
    }
}
