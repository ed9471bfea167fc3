package io.maksut.portal;

import io.maksut.error.CallReport;
import io.maksut.payment.Refund;

/** What became of a refund attempt. Only {@link Done} and {@link Processing} mean that the gateway took it on. */
public sealed interface RefundOutcome {
    /** How the last call went. */
    CallReport call();

    /** The gateway confirmed that the money goes back. */
    record Done(Refund refund, CallReport call) implements RefundOutcome {}

    /** The gateway took it on and will tell later; it may still fail. Counts as in flight. */
    record Processing(Refund refund, CallReport call) implements RefundOutcome {}

    /** The bank, the network or the gateway said no. It is final for this attempt: no money moved. */
    record Declined(String reason, CallReport call) implements RefundOutcome {}

    /**
     * It is certain that no money moved by this attempt, and nobody has declined it: it never left, or was turned away
     * unprocessed.
     *
     * @param mayBeSubmittedAgain the very same attempt, unchanged
     */
    record NotMoved(String reason, boolean mayBeSubmittedAgain, CallReport call) implements RefundOutcome {}

    /**
     * The gateway would change, or has changed, the status only: no money moves by it, and a person has to make the
     * transfer. Never to be taken for {@link Done}; final for this attempt.
     */
    record ByHand(String reason, CallReport call) implements RefundOutcome {}

    /** Cannot be told now. Not failed, not done: resolve it later, or hand it to a person. */
    record Unknown(String reason, CallReport call) implements RefundOutcome {}
}
