package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import java.time.Instant;
import java.util.List;

/**
 * The right to refund directly, once, until its end. Only {@link io.maksut.sync.RefundDesk} gives permits; each is a
 * row of the ledger, without which it allows nothing. Immutable and thread-safe.
 *
 * @param id the id in the ledger, by which {@link io.maksut.sync.RefundDesk#permit} finds it in any process; not a secret
 * @param payment the only payment that may be refunded with it
 * @param amount the amount that may be refunded, no more and no less
 * @param until the last instant at which it may be executed
 * @param askedBy who asked for it
 * @param because why, in that person's words
 * @param questions to be answered with yes before the refund is made ({@link io.maksut.sync.RefundDesk#answer}); mostly
 *     none
 */
public record RefundPermit(
        String id,
        PaymentId payment,
        Money amount,
        Instant until,
        String askedBy,
        String because,
        List<RefundQuestion> questions) {
    public RefundPermit {
        questions = List.copyOf(questions);
    }

    /** Without the words of people. */
    @Override
    public String toString() {
        return "RefundPermit[" + payment + ", " + amount + ", until " + until + "]";
    }
}
