package io.maksut.portal;

import io.maksut.error.CallReport;
import io.maksut.payment.Money;

/** What became of an attempt. Only {@link Done} and {@link Processing} mean that the gateway accepted it. */
public sealed interface Outcome {
    /** How the last call went. */
    CallReport call();

    /**
     * The gateway confirmed that it was done.
     *
     * @param gatewayId the gateway's id of what it did; the attempt's key where the gateway gives none
     */
    record Done(String gatewayId, Money amount, CallReport call) implements Outcome {}

    /**
     * The gateway accepted it and has not finished; it may still fail. Counts as in flight.
     *
     * @param gatewayId the gateway's id of it
     */
    record Processing(String gatewayId, Money amount, CallReport call) implements Outcome {}

    /**
     * The bank, the network or the gateway declined: the request with this answer moved no money.
     *
     * @param afterUnknown whether an earlier copy of the same attempt may have been sent without a known answer. That
     *     copy may still arrive and be performed, so the outcome is not final and the payment is watched for a day.
     *     Always true for what {@link OperationChannel#resolve} finds declined
     */
    record Declined(OutcomeReason reason, boolean afterUnknown, CallReport call) implements Outcome {
        /** The answer to the only copy that was sent: final for this attempt. */
        public Declined(OutcomeReason reason, CallReport call) {
            this(reason, false, call);
        }
    }

    /**
     * The attempt certainly moved no money and was not declined: it was never sent, or was turned away unprocessed.
     *
     * @param mayBeSubmittedAgain whether the very same attempt may be submitted again, unchanged
     * @param call the report of the attempt's request; where that was not sent, a report without attempts or that of
     *     the read that prevented it
     */
    record NotMoved(OutcomeReason reason, boolean mayBeSubmittedAgain, CallReport call) implements Outcome {}

    /**
     * The gateway would change, or has changed, the status only: no money moves, and a person has to make the transfer.
     * Final for this attempt, and never {@link Done}.
     */
    record ByHand(OutcomeReason reason, CallReport call) implements Outcome {}

    /** The outcome is not known now: neither failed nor done. It is resolved later, or handed to a person. */
    record Unknown(OutcomeReason reason, CallReport call) implements Outcome {}
}
