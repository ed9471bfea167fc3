/**
 * What a shop's program calls to find payments, look at them, capture, void, and start new ones; the same for every
 * gateway.
 *
 * <p>Open {@link io.maksut.portal.Portal} first; {@link io.maksut.portal.AsyncPortal} has the same calls as futures.
 * {@link io.maksut.portal.PaymentGateway}, {@link io.maksut.portal.GatewayCall} and {@link
 * io.maksut.portal.OperationChannel} are what a gateway implements.
 *
 * <p>The portal has no refund on purpose: only the refund desk and the sync engine refund, by their rules.
 */
@NullMarked
package io.maksut.portal;

import org.jspecify.annotations.NullMarked;
