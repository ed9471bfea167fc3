package io.maksut.error;

import io.maksut.payment.Refusal;
import java.util.Locale;

/**
 * The payment's status and method do not allow the action, judged on a payment that was read just now. Not a byte of the
 * action was sent.
 */
public final class ActionNotAllowedException extends MaksutException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** {@code refusal} says why. */
    public ActionNotAllowedException(Refusal refusal, CallReport call) {
        super(refusal.explain(Locale.ENGLISH), MoneyOutcome.NOT_MOVED, call);
        this.refusal = refusal;
    }

    /** Why not, with an explanation in the merchant's language. Null only on an exception that was serialised. */
    public Refusal refusal() {
        return refusal;
    }

    @Override
    public String advice() {
        return "The reason says what may be done instead.";
    }
}
