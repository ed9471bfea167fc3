package io.maksut.index;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;

/**
 * What the payments of one account, status, method and currency come to. Immutable and thread-safe.
 *
 * @param account the name in their {@link io.maksut.payment.PaymentId}
 * @param payments how many
 * @param disputed how many of them the cardholder disputes, whatever the status says
 * @param authorised what was asked for in all
 * @param captured what was taken in all, also what was given back since
 * @param refunded what was given back in all
 */
public record PaymentTotals(
        String account,
        PaymentStatus status,
        PaymentMethod method,
        long payments,
        long disputed,
        Money authorised,
        Money captured,
        Money refunded) {}
