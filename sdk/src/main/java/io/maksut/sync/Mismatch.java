package io.maksut.sync;

import io.maksut.payment.Money;
import org.jspecify.annotations.Nullable;

/**
 * One difference, as a reconciliation finds it.
 *
 * @param subject the refund or order that it is about; empty for the payment as a whole
 * @param amount of the difference, or of the refund
 * @param orderId the order, if it concerns one; else null
 */
record Mismatch(
        DiscrepancyKind kind,
        String shop,
        String subject,
        Money amount,
        @Nullable String orderId) {}
