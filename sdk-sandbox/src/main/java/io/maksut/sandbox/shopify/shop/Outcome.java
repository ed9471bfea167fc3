package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction came to. Immutable.
 *
 * @param status of the GraphQL enum OrderTransactionStatus
 * @param errorCode of the GraphQL enum OrderTransactionErrorCode, or null
 */
public record Outcome(
        String status, @Nullable String errorCode, @Nullable String message) {
    public static Outcome success() {
        return new Outcome(Transaction.SUCCESS, null, null);
    }

    /** The provider says later what came of it. */
    public static Outcome pending() {
        return new Outcome(Transaction.PENDING, null, "Transaction pending");
    }

    /** The provider refused. */
    public static Outcome failure(String errorCode, String message) {
        return new Outcome(Transaction.FAILURE, errorCode, message);
    }

    /** Something broke on the way; the provider may have moved the money all the same. */
    public static Outcome error(String message) {
        return new Outcome(Transaction.ERROR, "GENERIC_ERROR", message);
    }

    boolean isFinal() {
        return status.equals(Transaction.SUCCESS)
                || status.equals(Transaction.FAILURE)
                || status.equals(Transaction.ERROR);
    }
}
