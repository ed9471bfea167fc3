/**
 * Refunds between shop and portal: the engine that moves money at most once, and the desk that refunds directly where the
 * rule allows it.
 *
 * <p>{@link io.maksut.sync.RefundSync} is the way in. What is about to be done is durable before it is done; what became of
 * it is durable before anybody is told; an answer that got lost is unknown, never failed. One worker at a time, of all
 * machines, is at a payment.
 */
@NullMarked
package io.maksut.sync;

import org.jspecify.annotations.NullMarked;
