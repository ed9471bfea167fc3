package io.maksut.sandbox.shopify.session;

import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.shop.Payout;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refund, capture or void session as it stands. Immutable.
 *
 * @param id which is the idempotency key of the app
 * @param paymentId of the original payment
 * @param transactionId gid of the transaction that waits for it
 * @param reason why it was rejected, or null
 * @param attempts to deliver it so far
 * @param acknowledged whether the app answered one of them with 201
 */
public record PaymentsSession(
        String id,
        Payout.Kind kind,
        @Nullable String paymentId,
        Money amount,
        boolean test,
        String transactionId,
        Instant proposedAt,
        State state,
        @Nullable String reason,
        @Nullable String merchantMessage,
        int attempts,
        boolean acknowledged,
        Instant dueAt) {
    /** What became of it. There is no state for "pending": that is OPEN. */
    public enum State {
        OPEN,
        RESOLVED,
        REJECTED,
        /** The app never acknowledged it, and the merchant has to try again. */
        GIVEN_UP
    }

    public String gid() {
        return gid(kind, id);
    }

    static String gid(Payout.Kind kind, String id) {
        String type = switch (kind) {
            case REFUND -> "RefundSession";
            case CAPTURE -> "CaptureSession";
            case VOID -> "VoidSession";
        };
        return "gid://shopify/" + type + "/" + id;
    }

    PaymentsSession attempted(boolean success, Instant nextDue) {
        return new PaymentsSession(
                id,
                kind,
                paymentId,
                amount,
                test,
                transactionId,
                proposedAt,
                state,
                reason,
                merchantMessage,
                attempts + 1,
                acknowledged || success,
                nextDue);
    }

    PaymentsSession ended(State newState, @Nullable String newReason, @Nullable String message) {
        return new PaymentsSession(
                id,
                kind,
                paymentId,
                amount,
                test,
                transactionId,
                proposedAt,
                newState,
                newReason,
                message,
                attempts,
                acknowledged,
                dueAt);
    }
}
