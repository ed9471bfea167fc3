/** A stand-in for a shop that runs WooCommerce: REST v3, webhooks, and a payment plugin that refunds or fails to. */
@NullMarked
package io.maksut.sandbox.woocommerce;

import org.jspecify.annotations.NullMarked;
