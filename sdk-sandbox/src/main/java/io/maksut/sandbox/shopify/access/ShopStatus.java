package io.maksut.sandbox.shopify.access;

/** What has become of the shop, and what every request hears then. */
public enum ShopStatus {
    OPEN,
    /** The merchant has not paid: HTTP 402. */
    FROZEN,
    /** Locked by the platform: HTTP 423. */
    LOCKED,
    /** HTTP 200 with the error SHOP_INACTIVE. */
    INACTIVE,
    /** Closed or renamed: HTTP 404. */
    GONE
}
