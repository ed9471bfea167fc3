package io.maksut.sandbox.shopify.order;

/**
 * Why the money of a refund is not what its lines are worth. A negative amount goes to the customer. Immutable.
 *
 * @param kind as in webhooks: {@code refund_discrepancy}, {@code shipping_refund}
 * @param reason of the GraphQL enum, empty for one that only webhooks show
 */
public record Adjustment(long id, String kind, String reason, MoneyBag amount) {}
