package io.maksut.portal;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Payment;
import org.jspecify.annotations.Nullable;

/**
 * Finds payments for a gateway that cannot search: it is shown every payment that is read or created, and searches
 * among those. Implementations are thread-safe.
 */
public interface PaymentLookup {
    /** Which filters of the query are applied where. */
    SearchPlan plan(PaymentQuery query);

    /**
     * One page of a search among the payments that were seen. May block.
     *
     * @param cursor null for the first page
     * @throws io.maksut.error.MaksutException if the search cannot be answered now
     * @throws IllegalArgumentException if the cursor is not one of this lookup
     */
    PaymentPage page(PaymentQuery query, @Nullable String cursor);

    /**
     * Takes note of a payment that the gateway has just answered with. Called on the thread that reads the answer, so
     * it must not block; what it throws is logged and does not reach the reader of the payment.
     */
    void seen(Payment payment);

    /** Makes the lookups of accounts: {@code index::lookup} of an {@code io.maksut.index.PaymentIndex}. */
    @FunctionalInterface
    interface Source {
        /**
         * The lookup of one account.
         *
         * @param capabilities the account's; payments that are found get them
         */
        PaymentLookup of(String account, GatewayCapabilities capabilities);
    }
}
