package io.maksut.shop;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import org.jspecify.annotations.Nullable;

/**
 * How a refund that a shop asked for has ended. Immutable and thread-safe.
 *
 * @param requestId {@link RefundRequest#id}
 * @param orderId the order, if it is known; else null
 * @param verdict what became of the money
 * @param message for the merchant, in the request's language; for a declined refund it says why, for one that moved no
 *     money as nothing was captured yet it says that; else it is empty. No
 *     personal data.
 */
public record RefundAnswer(
        String requestId, @Nullable String orderId, PaymentId payment, Money amount, Verdict verdict, String message) {
    /** What became of the money. */
    public enum Verdict {
        /**
         * It goes back to the customer; or went back before, and the request was only to record it; or was not captured yet, and
         * that much less will be.
         */
        DONE,
        /** It is certain that none moved, and none will for this request. */
        DECLINED
    }
}
