package io.maksut.error;

import io.maksut.payment.DenialReason;
import java.util.Locale;

/**
 * The payment's status and method do not allow the action, judged on a payment that was read just now. Not a byte of the
 * action was sent.
 */
public final class ActionNotAllowedException extends MaksutException {
    private static final long serialVersionUID = 1L;

    private final transient DenialReason denial;

    /** {@code refusal} says why. */
    public ActionNotAllowedException(DenialReason denial, CallReport call) {
        super(denial.explain(Locale.ENGLISH), MoneyOutcome.NOT_MOVED, call);
        this.denial = denial;
    }

    /** Why not, with an explanation in the merchant's language. Null only on an exception that was serialised. */
    public DenialReason denial() {
        return denial;
    }

    @Override
    public String advice() {
        return "The reason says what may be done instead.";
    }
}
