package io.maksut.sandbox.woocommerce;

/**
 * Whatever pays a refund out: connect it to the sandbox of a gateway, or answer as the test needs. Called by many threads at
 * once, without any lock held. What it throws is the plugin's exception: the refund fails with its message.
 */
@FunctionalInterface
public interface PayoutGateway {
    PayoutOutcome payOut(PayoutRequest request);
}
