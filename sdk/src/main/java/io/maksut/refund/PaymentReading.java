package io.maksut.refund;

import io.maksut.payment.Payment;

/** What came of reading the payment from its gateway for this decision. Implementations are immutable and thread-safe. */
public sealed interface PaymentReading {
    /**
     * The payment as the gateway told it, with its refunds and its origin.
     *
     * @param payment its {@code timestamps().readAt()} says how fresh it is
     */
    record Read(Payment payment) implements PaymentReading {}

    /**
     * The gateway did not tell.
     *
     * @param why for the ledger, in English; no personal data, no secret
     */
    record Unread(String why) implements PaymentReading {}
}
