package io.maksut.flatpay;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RefundState;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The states of the gateway and the statuses they mean. */
final class FrisbiiStates {
    static final String AUTHORIZED = "authorized";
    static final String SETTLED = "settled";
    static final String CANCELLED = "cancelled";
    static final String FAILED = "failed";

    // @formatter:off
    private static final Map<String, PaymentStatus> CHARGE = Map.of(
            "created",  PaymentStatus.INITIATED,
            "pending",  PaymentStatus.SENT_FOR_PROCESSING,
            AUTHORIZED, PaymentStatus.AUTHORISED,
            SETTLED,    PaymentStatus.SETTLED,
            CANCELLED,  PaymentStatus.VOIDED,
            FAILED,     PaymentStatus.FAILED);

    private static final Map<String, RefundState> REFUND = Map.of(
            "refunded",   RefundState.REFUNDED,
            "processing", RefundState.PROCESSING,
            FAILED,       RefundState.FAILED);
    // @formatter:on

    private FrisbiiStates() {}

    /** A refunded charge stays {@code settled}; only its amounts show how much is refunded. */
    static PaymentStatus status(String state, Money captured, Money refunded) {
        PaymentStatus status = CHARGE.getOrDefault(state, PaymentStatus.UNKNOWN);
        if (status != PaymentStatus.SETTLED || !refunded.isPositive()) {
            return status;
        }
        return refunded.compareTo(captured) >= 0 ? PaymentStatus.REFUNDED : PaymentStatus.PARTIALLY_REFUNDED;
    }

    static RefundState refund(String state) {
        return REFUND.getOrDefault(state, RefundState.UNKNOWN);
    }

    /**
     * The gateway's states that include all payments of these statuses. Empty if the gateway has no such state, so that
     * nothing can match. A search for UNKNOWN does not filter by state.
     */
    static Set<String> statesOf(Collection<PaymentStatus> statuses) {
        Set<PaymentStatus> asked = EnumSet.copyOf(statuses);
        if (asked.contains(PaymentStatus.REFUNDED) || asked.contains(PaymentStatus.PARTIALLY_REFUNDED)) {
            asked.add(PaymentStatus.SETTLED);
        }
        if (asked.contains(PaymentStatus.AUTHORISED)) {
            // A charge whose settle was declined reads failed, and its authorisation may stand.
            asked.add(PaymentStatus.FAILED);
        }
        Set<String> states = new LinkedHashSet<>();
        CHARGE.forEach((state, status) -> {
            if (asked.contains(status)) {
                states.add(state);
            }
        });
        return states;
    }
}
