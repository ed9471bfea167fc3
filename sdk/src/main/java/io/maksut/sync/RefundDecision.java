package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Ruling;
import java.util.Locale;

/** The stored answer to a request for a direct refund. Implementations are immutable and thread-safe. */
public sealed interface RefundDecision {
    PaymentId payment();

    /** The requested amount. */
    Money amount();

    /** The rule's answer, with its evidence. */
    Ruling ruling();

    /** Why, and what to do now, in English, Finnish or Latvian; English for any other language. */
    default String explain(Locale locale) {
        return ruling().explain(locale);
    }

    /**
     * The refund may be made with this permit.
     *
     * @param ruling for the same payment and amount
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

    /** The refund may not be made here; the ruling says what to do instead. */
    record Refused(PaymentId payment, Money amount, Ruling.Refused ruling) implements RefundDecision {}

    /** The facts could not be established, so nothing is allowed. */
    record Undetermined(PaymentId payment, Money amount, Ruling.Undetermined ruling) implements RefundDecision {}
}
