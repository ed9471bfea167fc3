package io.maksut.shopify;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which payment gateways of the shop are ours, by handle: the name that people see may change. Immutable and thread-safe.
 *
 * @param byHandle how payments of each are matched; several handles may stand for one account
 * @param testMode whether the gateway account is one for trying: then test transactions are ours, and real ones are not
 */
record ShopGateways(Map<String, PaymentMatching> byHandle, boolean testMode) {
    /** What is tendered without any provider. */
    private static final Set<String> WITHOUT_PROVIDER =
            Set.of("gift_card", "shopify_store_credit", "manual", "cash", "exchange-credit", "bogus");

    ShopGateways {
        byHandle = Map.copyOf(byHandle);
    }

    Optional<PaymentMatching> matching(@Nullable String handle) {
        return handle == null ? Optional.empty() : Optional.ofNullable(byHandle.get(handle));
    }

    /** How a transaction's payments are matched; empty if it is none of ours. */
    Optional<PaymentMatching> matching(WireTransaction transaction) {
        return transaction.test() == testMode ? matching(transaction.gateway()) : Optional.empty();
    }

    /** Store credit, gift cards, cash: money or worth that no gateway moves. */
    static boolean isWithoutProvider(WireTransaction transaction) {
        return transaction.manual()
                || (transaction.gateway() != null && WITHOUT_PROVIDER.contains(transaction.gateway()));
    }
}
