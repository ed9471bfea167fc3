/** What happens in a Shopify shop: orders are placed, paid, refunded, cancelled, edited, shipped. No HTTP, no JSON. */
@NullMarked
package io.maksut.sandbox.shopify.shop;

import org.jspecify.annotations.NullMarked;
