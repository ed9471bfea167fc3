package io.maksut.webhook;

/** The shop's code for a payment that may have changed. */
@FunctionalInterface
public interface PaymentListener {
    /**
     * Brings the shop up to date with {@link PaymentChange#payment}. Called from several threads, but for one payment
     * one at a time, each time with a state read later than the last, as long as no call takes longer than the worker's
     * lease. It may be called again for the same state, so it must be repeatable.
     *
     * @throws Exception if it failed: it is called again later, with the payment read afresh
     */
    void paymentChanged(PaymentChange change) throws Exception;
}
