/**
 * What a shop's program calls: find payments, look at them, capture, void, and start new ones. The same for every gateway.
 *
 * <p>{@link io.maksut.portal.Portal} is the way in. {@link io.maksut.portal.PaymentGateway},
 * {@link io.maksut.portal.GatewayCall} and {@link io.maksut.portal.OperationChannel} are what a gateway implements to stand
 * behind it.
 *
 * <p>The portal has no refund on purpose: money goes back only by the rules of the refund desk and the sync engine.
 */
@NullMarked
package io.maksut.portal;

import org.jspecify.annotations.NullMarked;
