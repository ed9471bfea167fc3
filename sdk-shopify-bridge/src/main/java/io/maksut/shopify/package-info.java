/**
 * Shopify as a shop platform: its orders, refunds and webhooks in the terms of the SDK. Open {@link
 * io.maksut.shopify.ShopifyShop} first. {@link io.maksut.shopify.ShopifyWebhooks} and {@link
 * io.maksut.shopify.ShopifySubscriptions} bring changes, and {@link io.maksut.shopify.ShopifySessions} is the endpoint
 * of a payments app.
 */
@NullMarked
package io.maksut.shopify;

import org.jspecify.annotations.NullMarked;
