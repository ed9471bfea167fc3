package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Ruling;
import java.util.Locale;

/** The stored answer to a wished direct refund. Implementations are immutable and thread-safe. */
public sealed interface RefundDecision {
    PaymentId payment();

    /** What was asked for. */
    Money amount();

    /** What the rule says, with the facts that decided. */
    Ruling ruling();

    /** Why, and what to do now, in English, Finnish or Latvian; any other language reads English. */
    default String explain(Locale locale) {
        return ruling().explain(locale);
    }

    /**
     * The refund may be made with this permit.
     *
     * @param ruling of the same payment and amount
     */
    record Allowed(RefundPermit permit, Ruling.Allowed ruling) implements RefundDecision {
        @Override
        public PaymentId payment() {
            return permit.payment();
        }

        @Override
        public Money amount() {
            return permit.amount();
        }
    }

    /** The refund may not be made here; the ruling says where and how else. */
    record Refused(PaymentId payment, Money amount, Ruling.Refused ruling) implements RefundDecision {}

    /** The facts could not be established, so nothing is allowed. */
    record Undetermined(PaymentId payment, Money amount, Ruling.Undetermined ruling) implements RefundDecision {}
}
