/**
 * What the refund engine asks of a shop, whatever platform it runs on. {@link io.maksut.shop.ShopPlatform} is what a bridge
 * implements: Shopify's and WooCommerce's come with the SDK, a third one is written against this package alone.
 *
 * <p>A platform answers from the shop, never from memory, and says so when it cannot tell. What it answers is judged
 * elsewhere: by {@link io.maksut.refund} and {@code io.maksut.sync}.
 */
@NullMarked
package io.maksut.shop;

import org.jspecify.annotations.NullMarked;
