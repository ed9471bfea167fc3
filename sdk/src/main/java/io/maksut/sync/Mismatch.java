package io.maksut.sync;

import io.maksut.payment.Money;
import org.jspecify.annotations.Nullable;

/**
 * One difference between shop and gateway, as a reconciliation sees it.
 *
 * @param subject what it is about; empty for the payment as a whole
 * @param amount by how much, or the amount of the refund
 * @param orderId the order, if it concerns one; else null
 */
record Mismatch(
        DiscrepancyKind kind,
        String shop,
        String subject,
        Money amount,
        @Nullable String orderId) {}
