package io.maksut.sync;

import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.RefundQuestion;
import java.time.Instant;
import java.util.List;

/** The result of executing a permit. Implementations are immutable and thread-safe. */
public sealed interface DirectRefund {
    /**
     * This call began the refund, and the permit is used. The refund's state says what is known of the money; while it
     * is in flight workers go on with it.
     */
    record Made(LedgerOperation refund) implements DirectRefund {}

    /**
     * The permit was used before; this call moved nothing.
     *
     * @param refund the refund that was made with it, as it is now
     * @param at when it was used
     * @param by who had asked for the permit
     */
    record MadeBefore(LedgerOperation refund, Instant at, String by) implements DirectRefund {
        /** Leaves out the person. */
        @Override
        public String toString() {
            return "MadeBefore[" + refund + ", at " + at + "]";
        }
    }

    /** The rule does not allow the refund any more on fresh facts. Nothing was sent. */
    record NotAllowed(RefundDecision decision) implements DirectRefund {}

    /** The permit had ended. Nothing was sent; ask for another. */
    record TooLate(RefundPermit permit, Instant now) implements DirectRefund {}

    /**
     * Questions are open ({@link RefundDesk#answer}). Nothing was sent, and the permit still holds.
     *
     * @param questions the open ones; at least one
     */
    record Unanswered(RefundPermit permit, List<RefundQuestion> questions) implements DirectRefund {
        public Unanswered {
            questions = List.copyOf(questions);
        }
    }

    /**
     * Money operations of the payment's account, of a shop with an order of it, or all are stopped. Nothing was sent,
     * and the permit holds until its end.
     *
     * @param stop one of the stops that stand
     */
    record Stopped(RefundPermit permit, MoneyStop stop) implements DirectRefund {}

    /** This process is in watch-only mode ({@link RefundSync.Builder#watchOnly}). Nothing was sent. */
    record WatchesOnly(RefundPermit permit) implements DirectRefund {}

    /**
     * The payment is claimed by a worker or another desk, the lease was lost while a shop was asked, or the facts
     * change faster than they are judged. Nothing was sent, and the permit still holds.
     */
    record Busy(RefundPermit permit) implements DirectRefund {}
}
