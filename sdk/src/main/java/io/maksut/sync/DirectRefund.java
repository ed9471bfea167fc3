package io.maksut.sync;

import io.maksut.refund.RefundQuestion;
import java.time.Instant;
import java.util.List;

/** What came of executing a permit. Implementations are immutable and thread-safe. */
public sealed interface DirectRefund {
    /**
     * The permit is used up. The refund's state says what is known of the money; while it is in flight a worker goes on with
     * it. A permit that was used before answers with the refund that was made of it.
     */
    record Made(LedgerRefund refund) implements DirectRefund {}

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
     * A worker, or somebody else at a desk, is at this payment, or its facts change faster than they are judged. Nothing was
     * sent, and the permit still holds.
     */
    record Busy(RefundPermit permit) implements DirectRefund {}
}
