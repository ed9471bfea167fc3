package io.maksut.sync;

import java.time.Instant;

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

    /** A worker, or somebody else at a desk, is at this payment. Nothing was sent, and the permit still holds. */
    record Busy(RefundPermit permit) implements DirectRefund {}
}
