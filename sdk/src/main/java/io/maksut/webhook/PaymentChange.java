package io.maksut.webhook;

import io.maksut.payment.Payment;

/**
 * A payment about which the gateway sent word, as it is now. Immutable and thread-safe.
 *
 * @param notification what the gateway said: a hint of why it is worth looking
 * @param payment read afresh from the gateway after the word had come: this counts
 */
public record PaymentChange(Notification notification, Payment payment) {}
