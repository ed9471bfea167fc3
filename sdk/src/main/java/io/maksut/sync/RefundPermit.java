package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundQuestion;
import java.time.Instant;
import java.util.List;

/**
 * The right to refund directly, once, until it ends. Made by {@link RefundDesk} alone; it names a row of the ledger and is
 * worth nothing without it. Immutable and thread-safe.
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

    /** Names it in the ledger: {@link RefundDesk#permit} finds it again, in another process too. Not a secret. */
    public String id() {
        return id;
    }

    /** The only payment that may be refunded with it. */
    public PaymentId payment() {
        return payment;
    }

    /** Exactly what may be refunded. */
    public Money amount() {
        return amount;
    }

    /** After this instant it is worth nothing. */
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

    /** What has to be answered with yes before the refund is made: see {@link RefundDesk#answer}. Mostly none. */
    public List<RefundQuestion> questions() {
        return questions;
    }

    @Override
    public String toString() {
        return "RefundPermit[" + payment + ", " + amount + ", until " + until + "]";
    }
}
