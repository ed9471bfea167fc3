package io.maksut.portal;

import io.maksut.error.CallReport;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;

/**
 * What the gateway confirmed of a capture or void.
 *
 * @param payment the payment after the action
 * @param amount what was captured or released by this action
 * @param call how the call went: attempts, key, request id
 */
public record ActionReceipt(Payment payment, Money amount, CallReport call) {}
