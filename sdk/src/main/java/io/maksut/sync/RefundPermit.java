package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundQuestion;
import java.time.Instant;
import java.util.List;

/**
 * The right to refund directly, once, until its end. Only {@link RefundDesk} makes permits; each is a row of the
 * ledger, without which it allows nothing. Immutable and thread-safe.
 */
public final class RefundPermit {
    private final String id;
    private final PaymentId payment;
    private final Money amount;
    private final Instant until;
    private final String askedBy;
    private final String because;
    private final List<RefundQuestion> questions;

    RefundPermit(
            String id,
            PaymentId payment,
            Money amount,
            Instant until,
            String askedBy,
            String because,
            List<RefundQuestion> questions) {
        this.id = id;
        this.payment = payment;
        this.amount = amount;
        this.until = until;
        this.askedBy = askedBy;
        this.because = because;
        this.questions = List.copyOf(questions);
    }

    /** The id in the ledger, by which {@link RefundDesk#permit} finds it in any process. Not a secret. */
    public String id() {
        return id;
    }

    /** The only payment that may be refunded with it. */
    public PaymentId payment() {
        return payment;
    }

    /** The amount that may be refunded, no more and no less. */
    public Money amount() {
        return amount;
    }

    /** The last instant at which it may be executed. */
    public Instant until() {
        return until;
    }

    /** Who asked for it. */
    public String askedBy() {
        return askedBy;
    }

    /** Why, in that person's words. */
    public String because() {
        return because;
    }

    /** Questions to be answered with yes before the refund is made ({@link RefundDesk#answer}); mostly none. */
    public List<RefundQuestion> questions() {
        return questions;
    }

    @Override
    public String toString() {
        return "RefundPermit[" + payment + ", " + amount + ", until " + until + "]";
    }
}
