package io.maksut.webhook;

import io.maksut.payment.Payment;

/**
 * A payment about which the gateway sent a notification, as it is now. Immutable and thread-safe.
 *
 * @param notification what the gateway said: only a hint
 * @param payment read from the gateway after the notification came in: this counts
 */
public record PaymentChange(Notification notification, Payment payment) {}
