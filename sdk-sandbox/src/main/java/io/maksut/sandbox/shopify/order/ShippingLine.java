package io.maksut.sandbox.shopify.order;

/** How the order is sent and what that costs, without tax, in the customer's currency. Immutable. */
public record ShippingLine(long id, String title, Money price) {}
