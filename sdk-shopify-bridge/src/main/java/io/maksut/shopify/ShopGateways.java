package io.maksut.shopify;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The payment gateways of the shop that are ours, by handle, as the name that people see may change. Immutable and
 * thread-safe.
 *
 * @param byHandle how the payments of each are matched; several handles may belong to one account
 * @param testMode whether the gateway account is a test account: then test transactions are ours, and real ones are not
 */
record ShopGateways(Map<String, PaymentMatching> byHandle, boolean testMode) {
    /** Tenders without a payment provider. */
    private static final Set<String> WITHOUT_PROVIDER =
            Set.of("gift_card", "shopify_store_credit", "manual", "cash", "exchange-credit", "bogus");

    ShopGateways {
        byHandle = Map.copyOf(byHandle);
    }

    Optional<PaymentMatching> matching(@Nullable String handle) {
        return handle == null ? Optional.empty() : Optional.ofNullable(byHandle.get(handle));
    }

    /** How the transaction's payment is matched; empty if its gateway is not ours. */
    Optional<PaymentMatching> matching(WireTransaction transaction) {
        return transaction.test() == testMode ? matching(transaction.gateway()) : Optional.empty();
    }

    /** Store credit, gift cards, cash: tenders that no gateway moves. */
    static boolean isWithoutProvider(WireTransaction transaction) {
        return transaction.manual()
                || (transaction.gateway() != null && WITHOUT_PROVIDER.contains(transaction.gateway()));
    }
}
