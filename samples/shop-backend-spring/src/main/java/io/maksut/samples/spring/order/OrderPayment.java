package io.maksut.samples.spring.order;

import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;

/**
 * A payment of an order, as the gateway told it last. Immutable.
 *
 * @param paid whether it covers the order: the right amount, reserved or settled, or given back since
 */
public record OrderPayment(PaymentId id, PaymentStatus status, boolean paid) {}
