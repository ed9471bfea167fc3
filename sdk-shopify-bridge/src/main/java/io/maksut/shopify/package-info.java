/** Shopify as a shop platform: its orders, refunds and webhooks in the terms of the SDK. */
@NullMarked
package io.maksut.shopify;

import org.jspecify.annotations.NullMarked;
