/**
 * WooCommerce as a shop platform: its orders, refunds and webhooks in the terms of the SDK.
 *
 * <p>Open {@link io.maksut.woocommerce.WooCommerceShop} first: the engine ({@code io.maksut.sync}) calls it. {@link
 * io.maksut.woocommerce.WooCommerceWebhooks} receives the shop's deliveries, {@link
 * io.maksut.woocommerce.WebhookRegistration} keeps the webhooks active, and {@link
 * io.maksut.woocommerce.HandOffEndpoint} takes the refunds that a payment plugin hands off.
 *
 * <p>The bridge follows what real shops from 5.9 to 10.9 were seen to do, which is not always what WooCommerce's
 * documentation says: filters are ignored without an error, a refund is paid unless {@code api_refund} is false, times
 * are local unless they have a zone, and an error does not prove that nothing happened.
 */
@NullMarked
package io.maksut.woocommerce;

import org.jspecify.annotations.NullMarked;
