package io.maksut.error;

/**
 * The bank, the card network or the payment method declined. Nothing is wrong with the call, and no money moved.
 */
public final class DeclinedException extends GatewayRefusedException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what happened and holds no secret and no personal data. */
    public DeclinedException(String message, CallReport call) {
        super(message, call);
    }

    @Override
    public String advice() {
        return "Read the payment; the customer or another payment method may help.";
    }
}
