/** WooCommerce as a shop platform: its orders, refunds and webhooks in the terms of the SDK. */
@NullMarked
package io.maksut.woocommerce;

import org.jspecify.annotations.NullMarked;
