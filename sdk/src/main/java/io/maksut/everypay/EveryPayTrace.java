package io.maksut.everypay;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;

/** What a payment, read later, shows of an attempt to refund it. */
record EveryPayTrace(Attempt attempt, Payment payment) {
    /** Exactly this amount is missing and the gateway calls it refunded, which it does not after a short capture. */
    boolean tookAmount() {
        boolean refunded =
                payment.status() == PaymentStatus.REFUNDED || payment.status() == PaymentStatus.PARTIALLY_REFUNDED;
        return refunded && sameCurrency() && missing().equals(attempt.amount());
    }

    /** The amounts are as they were before the attempt. */
    boolean unchanged() {
        boolean refundable =
                payment.status() == PaymentStatus.SETTLED || payment.status() == PaymentStatus.PARTIALLY_REFUNDED;
        return refundable
                && payment.amounts().refundable().equals(attempt.before().refundable())
                && payment.amounts().refunded().equals(attempt.before().refunded());
    }

    private boolean sameCurrency() {
        return payment.amounts().refundable().sameCurrency(attempt.amount());
    }

    private Money missing() {
        return attempt.before().refundable().minus(payment.amounts().refundable());
    }
}
