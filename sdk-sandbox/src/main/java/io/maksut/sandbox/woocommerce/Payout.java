package io.maksut.sandbox.woocommerce;

import java.time.Instant;

/**
 * One refund that the plugin was asked to make, whatever came of it. Immutable.
 *
 * @param outcome what happened to the money, which may be other than what the shop was told
 */
public record Payout(PayoutRequest request, Instant at, PayoutOutcome outcome) {}
