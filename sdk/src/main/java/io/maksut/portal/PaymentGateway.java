package io.maksut.portal;

import io.maksut.payment.GatewayCapabilities;
import java.util.function.IntSupplier;

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

    /**
     * Divides the account's request limits among the processes that share it: from now on this object asks for as much as one of
     * them. {@code RefundSync} says so of the gateways that it is given. Default: nothing is divided, and each
     * process has the whole limits; whoever wraps a gateway passes it on.
     *
     * @param among how many processes there are at the time, at least 1: asked before each request; does not block
     */
    default void divideLimits(IntSupplier among) {}

    /** Gives up connections and threads. Calls under way fail. */
    @Override
    void close();
}
