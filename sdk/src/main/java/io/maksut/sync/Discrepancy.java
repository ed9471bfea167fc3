package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A difference between shop, ledger and gateway over one payment. Immutable and thread-safe.
 *
 * @param id in the ledger
 * @param shop the shop that it concerns; empty if none
 * @param subject the refund or order that it is about; empty if it is about the payment as a whole
 * @param amount of the difference, or of the refund
 * @param orderId the order, if it concerns one; else null
 * @param decidedBy who accepted it; null if nobody has
 * @param decidedBecause why; null if nobody has
 */
public record Discrepancy(
        long id,
        PaymentId payment,
        String shop,
        DiscrepancyKind kind,
        String subject,
        State state,
        Money amount,
        @Nullable String orderId,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable String decidedBy,
        @Nullable String decidedBecause) {
    /** The states of a discrepancy. */
    public enum State {
        /**
         * Seen, and not proved: what is under way may end it, or what it rests on was not read, such as a shop before
         * its first complete scan or an order that could not be looked for. It is looked at again before a person is
         * alarmed, after the settle delay at first and then in growing pauses.
         */
        SUSPECTED,
        /** A person has to look. */
        OPEN,
        /** A person accepts it as it is; it opens again if the amount changes. */
        ACCEPTED,
        /** Shop, ledger and gateway agree again. */
        GONE
    }

    /** Who accepted it; empty if nobody has. */
    public Optional<String> acceptedBy() {
        return Optional.ofNullable(decidedBy);
    }

    Discrepancy gone(Instant now) {
        return new Discrepancy(
                id,
                payment,
                shop,
                kind,
                subject,
                State.GONE,
                amount,
                orderId,
                firstSeenAt,
                now,
                decidedBy,
                decidedBecause);
    }

    /** Opens it for a person at once. */
    Discrepancy opened(Instant now) {
        return opened(amount, now);
    }

    Discrepancy opened(Money by, Instant now) {
        return new Discrepancy(id, payment, shop, kind, subject, State.OPEN, by, orderId, firstSeenAt, now, null, null);
    }

    Discrepancy accepted(String author, String reason) {
        return new Discrepancy(
                id,
                payment,
                shop,
                kind,
                subject,
                State.ACCEPTED,
                amount,
                orderId,
                firstSeenAt,
                lastSeenAt,
                author,
                reason);
    }

    /** Leaves out what a person wrote. */
    @Override
    public String toString() {
        return "Discrepancy[" + id + ", " + kind + " " + state + ", " + payment + ", " + amount
                + (subject.isEmpty() ? "" : ", " + subject) + "]";
    }
}
