package io.maksut.webhook;

/** What a shop does when a payment may have changed. */
@FunctionalInterface
public interface PaymentListener {
    /**
     * Brings the shop up to date with {@link PaymentChange#payment}. Called from several threads, for one payment one at a
     * time and each time with a state read later than the last; more than once for the same state, so it must be
     * repeatable. Nothing need have changed.
     *
     * @throws Exception of any kind: it is called again later, with the payment read afresh
     */
    void paymentChanged(PaymentChange change) throws Exception;
}
