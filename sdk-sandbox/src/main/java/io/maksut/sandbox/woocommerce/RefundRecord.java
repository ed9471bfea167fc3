package io.maksut.sandbox.woocommerce;

/**
 * A refund as it stands in the shop's database. Immutable.
 *
 * @param amount as it was kept, such as 5.00, 1.23456 or empty
 * @param refundedPayment what REST shows under that name; it is no proof of a payout
 */
public record RefundRecord(long id, long orderId, String amount, String reason, boolean refundedPayment) {}
