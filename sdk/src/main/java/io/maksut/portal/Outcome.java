package io.maksut.portal;

import io.maksut.error.CallReport;
import io.maksut.payment.Money;

/** What became of an attempt. Only {@link Done} and {@link Processing} mean that the gateway took it on. */
public sealed interface Outcome {
    /** How the last call went. */
    CallReport call();

    /**
     * The gateway confirmed that it was done.
     *
     * @param gatewayId by which the gateway knows what it did; the attempt's key where it gives it no name
     */
    record Done(String gatewayId, Money amount, CallReport call) implements Outcome {}

    /**
     * The gateway took it on and will tell later; it may still fail. Counts as in flight.
     *
     * @param gatewayId by which the gateway lists it
     */
    record Processing(String gatewayId, Money amount, CallReport call) implements Outcome {}

    /**
     * The bank, the network or the gateway said no: no money moved by the request that was answered so.
     *
     * @param afterUnknown whether an earlier copy of the same attempt may have been sent whose answer is not known. Then it is
     *     not final: that copy may still arrive and be performed, so the payment has to be watched for a day. What
     *     {@link OperationChannel#resolve} finds declined always is.
     */
    record Declined(OutcomeReason reason, boolean afterUnknown, CallReport call) implements Outcome {
        /** The answer to the only copy that was ever sent: final for this attempt. */
        public Declined(OutcomeReason reason, CallReport call) {
            this(reason, false, call);
        }
    }

    /**
     * It is certain that no money moved by this attempt, and nobody has declined it: it never left, or was turned away
     * unprocessed.
     *
     * @param mayBeSubmittedAgain the very same attempt, unchanged
     * @param call a report of no attempts where the refund itself was not sent; its status may then be that of the read that
     *     kept it from being sent
     */
    record NotMoved(OutcomeReason reason, boolean mayBeSubmittedAgain, CallReport call) implements Outcome {}

    /**
     * The gateway would change, or has changed, the status only: no money moves by it, and a person has to make the
     * transfer. Never to be taken for {@link Done}; final for this attempt.
     */
    record ByHand(OutcomeReason reason, CallReport call) implements Outcome {}

    /** Cannot be told now. Not failed, not done: resolve it later, or hand it to a person. */
    record Unknown(OutcomeReason reason, CallReport call) implements Outcome {}
}
