package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.sync.LedgerOperation.State;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the ledger knows of a payment's captures. A read of the payment that shows less is behind, and refuses no refund for
 * good; or the capture was undone, which a person can tell. Pure.
 *
 * @param confirmed what the gateway has confirmed
 * @param told what counts as captured, also on a person's word, or because it was captured past the shop
 * @param mayFollow whether one may be made that does not show yet, or is next to be begun
 */
record KnownCaptures(Money confirmed, Money told, boolean mayFollow) {
    /**
     * @param captures all of the payment
     * @param zero in the currency of the payment
     */
    static KnownCaptures of(List<LedgerOperation> captures, Money zero) {
        return new KnownCaptures(
                sum(captures, zero, it -> it.state == State.SUCCEEDED && !it.succeededByWord()),
                sum(captures, zero, it -> it.asked() ? it.toldAsDone() : it.state == State.SUCCEEDED),
                captures.stream().anyMatch(KnownCaptures::mayFollow));
    }

    private static Money sum(List<LedgerOperation> captures, Money zero, Predicate<LedgerOperation> which) {
        return captures.stream()
                .filter(which)
                .map(it -> it.amount)
                .filter(zero::sameCurrency)
                .reduce(zero, Money::plus);
    }

    /** A capture for a shipment that was not sent yet follows no refund: it is judged when all refunds have ended. */
    private static boolean mayFollow(LedgerOperation capture) {
        boolean next = capture.asked() && capture.state.inFlight() && capture.reviewReason == null;
        return next || capture.outcomeUnknown() || capture.state == State.PROCESSING;
    }

    /**
     * Whether the payment, as read, is behind what is known, so that a refund of it cannot be judged: it shows less than the
     * gateway has confirmed, or refuses the refund while more may be captured than it shows.
     */
    boolean notShown(Payment payment, Money refund) {
        Money shown = payment.amounts().captured();
        if (!mayBeBehind(payment) || !shown.sameCurrency(confirmed) || !shown.sameCurrency(refund)) {
            return false;
        }
        boolean refused = payment.lifecycle().checkRefund(refund).isPresent();
        return shown.compareTo(confirmed) < 0 || (refused && (mayFollow || shown.compareTo(told) < 0));
    }

    /** Whether a capture may come after this status; a dispute comes after the capture, and what is released is not captured. */
    private static boolean mayBeBehind(Payment payment) {
        boolean disputed = payment.chargebackOpen() || payment.status() == PaymentStatus.CHARGED_BACK;
        boolean open = payment.lifecycle().documented() && !payment.lifecycle().isFinal();
        return !disputed && (open || RefundedSum.told(payment));
    }
}
