package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Transaction;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The enum values that transactions have had, so that the schema can be given those it lacks. Thread-safe. */
public final class Vocabulary {
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    void learn(Transaction transaction) {
        used.add("OrderTransactionKind." + transaction.kind());
        used.add("OrderTransactionStatus." + transaction.status());
        if (transaction.errorCode() != null) {
            used.add("OrderTransactionErrorCode." + transaction.errorCode());
        }
    }

    void reset() {
        used.clear();
    }

    /** All so far, as {@code Enum.VALUE}, sorted. */
    public Set<String> used() {
        return new TreeSet<>(used);
    }
}
