package io.maksut.portal;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Payment;
import org.jspecify.annotations.Nullable;

/**
 * Finds payments for a gateway that cannot search: it is shown every payment that is read or created, and answers from
 * those. Implementations are thread-safe.
 */
public interface PaymentLookup {
    /** Who applies which filter of the query. */
    SearchPlan plan(PaymentQuery query);

    /**
     * One page of a search among the payments that were seen. May block.
     *
     * @param cursor null for the first page
     * @throws io.maksut.error.MaksutException if it cannot be answered now
     * @throws IllegalArgumentException if the cursor is not one of this lookup
     */
    PaymentPage page(PaymentQuery query, @Nullable String cursor);

    /**
     * Takes note of a payment as the gateway told it just now. Called on threads of the HTTP client, so it hands the payment
     * on and returns; what it throws is logged and does not reach whoever read the payment.
     */
    void seen(Payment payment);

    /** Makes the lookup of an account: {@code index::lookup} of an {@code io.maksut.index.PaymentIndex}. */
    @FunctionalInterface
    interface Source {
        /**
         * The lookup of one account.
         *
         * @param capabilities of the account; payments that are found carry them
         */
        PaymentLookup of(String account, GatewayCapabilities capabilities);
    }
}
