package io.maksut.sync;

import io.maksut.refund.RefundQuestion;
import java.time.Instant;
import java.util.List;

/** What came of executing a permit. Implementations are immutable and thread-safe. */
public sealed interface DirectRefund {
    /**
     * The refund was begun by this very call, and the permit is used up. Its state says what is known of the money; while it is
     * in flight a worker goes on with it.
     */
    record Made(LedgerOperation refund) implements DirectRefund {}

    /**
     * The permit was used before: this call sent nothing and moved nothing.
     *
     * @param refund that was made of it then, as it is now
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

    /** Judged again on fresh facts, it is not allowed any more. Nothing was sent; ask again for another permit. */
    record NotAllowed(RefundDecision decision) implements DirectRefund {}

    /** The permit had ended. Nothing was sent; ask again for another. */
    record TooLate(RefundPermit permit, Instant now) implements DirectRefund {}

    /**
     * A person has to say yes first, by {@link RefundDesk#answer}. Nothing was sent, and the permit still holds.
     *
     * @param questions those that are open; one at least
     */
    record Unanswered(RefundPermit permit, List<RefundQuestion> questions) implements DirectRefund {
        public Unanswered {
            questions = List.copyOf(questions);
        }
    }

    /**
     * Money operations of the payment's account, of the shop of its order, or all are stopped. Nothing was sent, and the permit
     * still holds, as long as it lasts.
     *
     * @param stop the one that stands, or one of them
     */
    record Stopped(RefundPermit permit, MoneyStop stop) implements DirectRefund {}

    /** This program only watches ({@link RefundSync.Builder#watchOnly}): it refunds nothing. Nothing was sent. */
    record WatchesOnly(RefundPermit permit) implements DirectRefund {}

    /**
     * A worker, or somebody else at a desk, is at this payment, or has taken it over because a shop answered later than it is
     * leased for, or its facts change faster than they are judged. Nothing was sent, and the permit still holds.
     */
    record Busy(RefundPermit permit) implements DirectRefund {}
}
