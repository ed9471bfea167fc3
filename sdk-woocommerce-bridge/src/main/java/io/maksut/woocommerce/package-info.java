/**
 * WooCommerce as a shop platform: its orders, refunds and webhooks in the terms of the SDK.
 *
 * <p>{@link io.maksut.woocommerce.WooCommerceShop} is what the refund engine ({@code io.maksut.sync}) drives.
 * {@link io.maksut.woocommerce.WooCommerceWebhooks} takes the shop's deliveries,
 * {@link io.maksut.woocommerce.WebhookRegistration} keeps them coming, and {@link io.maksut.woocommerce.HandOffEndpoint} is
 * where a payment plugin leaves its refunds to be paid.
 *
 * <p>Built to what real shops were seen to do, from 5.9 to 10.9, which is not always what WooCommerce's documentation says:
 * filters are ignored without an error, a refund is paid unless one says otherwise, times are local unless they say otherwise,
 * and an error is no proof that nothing happened.
 */
@NullMarked
package io.maksut.woocommerce;

import org.jspecify.annotations.NullMarked;
