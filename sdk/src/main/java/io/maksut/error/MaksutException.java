package io.maksut.error;

/**
 * Everything this SDK throws on purpose, except {@link IllegalArgumentException} and {@link NullPointerException} for
 * calls that are wrong by themselves, and {@link DatabaseException} for the caller's database.
 *
 * <p>Messages hold no credential, no e-mail address and no card data. To tell cases apart, look at the class first,
 * then at {@link #money()}.
 */
public abstract sealed class MaksutException extends RuntimeException
        permits NotSentException,
                GatewayRefusedException,
                GatewayUnavailableException,
                MalformedAnswerException,
                OutcomeUnknownException,
                ActionNotAllowedException,
                DeliveryRefusedException,
                NotSupportedByGatewayException {
    private static final long serialVersionUID = 1L;

    private final MoneyOutcome money;
    private final CallReport call;

    MaksutException(String message, MoneyOutcome money, CallReport call) {
        super(message + " (" + call + ")");
        this.money = money;
        this.call = call;
    }

    /** What this means for the money. */
    public final MoneyOutcome money() {
        return money;
    }

    /** Which call it was: operation, attempts, key, request id, HTTP status, gateway code. */
    public final CallReport call() {
        return call;
    }

    /** What to do next, one sentence in English. */
    public abstract String advice();
}
