package io.maksut.portal;

import io.maksut.payment.GatewayCapabilities;

/**
 * One account at one gateway. Implementations are thread-safe. They translate and send; what may be done is judged by the
 * callers: {@link io.maksut.portal.Portal}, and for refunds the refund desk and the sync worker.
 */
public interface PaymentGateway extends AutoCloseable {
    /** The name of the account, the first part of each {@link io.maksut.payment.PaymentId}. */
    String account();

    /** What this account can do. */
    GatewayCapabilities capabilities();

    /** Who applies which filter of the query. Sends nothing. */
    SearchPlan plan(PaymentQuery query);

    /** Starts one logical operation: its deadline runs from now, and its idempotency key is fixed. */
    GatewayCall begin(CallOptions options);

    /** The gateway side of refunds. */
    OperationChannel refunds();

    /** The gateway side of captures. */
    OperationChannel captures();

    /** The gateway side of voids: releasing all of what was authorised and not captured. */
    OperationChannel voids();

    /** Gives up connections and threads. Calls under way fail. */
    @Override
    void close();
}
