package io.maksut.samples.spring.order;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refund of an order, as the shop shows it. Immutable.
 *
 * @param portalKey if it was made at the refund desk and recorded here by the engine; else null
 * @param message why it failed; else empty
 */
public record OrderRefundRow(
        String id,
        String orderId,
        PaymentId payment,
        Money amount,
        ShopRefund.State state,
        @Nullable String portalKey,
        String message,
        Instant changedAt) {}
