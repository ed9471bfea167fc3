package io.maksut.error;

/**
 * A delivery to a webhook's address is refused and changes nothing. The message names the reason and nothing of what
 * arrived, of any secret, or of what would have been right.
 */
public final class DeliveryRefusedException extends MaksutException {
    private static final long serialVersionUID = 1L;

    /** Why a delivery is refused. */
    public enum Reason {
        /** The sender does not deliver by this HTTP method. */
        WRONG_METHOD("wrong method", "Nothing: the sender delivers otherwise."),
        /** Body, headers or address are larger than allowed. */
        TOO_LARGE("too large", "Nothing: no delivery of the sender is so large."),
        /** It cannot be understood. */
        MALFORMED("malformed", "If the sender's own record shows this delivery, report it to the sender's support."),
        /** The signature is missing or fits none of the secrets. */
        BAD_SIGNATURE("bad signature", "If many are refused, compare the webhook secret with the sender's settings."),
        /** Signed too long ago, or by a clock that is ahead. */
        OUTSIDE_WINDOW("outside of the replay window", "If many are refused, check the clock of this machine.");

        private final String text;
        private final String advice;

        Reason(String text, String advice) {
            this.text = text;
            this.advice = advice;
        }
    }

    private final Reason reason;

    /** {@code source} is the name of the configured sender. */
    public DeliveryRefusedException(Reason reason, String source) {
        super(
                "A delivery to " + source + " is refused: " + reason.text,
                MoneyOutcome.NOT_MOVED,
                CallReport.notSent("receive delivery", null));
        this.reason = reason;
    }

    /** For programs; {@link #advice} says to people what to do about it. */
    public Reason reason() {
        return reason;
    }

    @Override
    public String advice() {
        return reason.advice;
    }
}
