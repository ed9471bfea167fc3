package io.maksut.portal;

import io.maksut.payment.GatewayCapabilities;
import java.util.function.IntSupplier;

/**
 * One account at one gateway. Implementations are thread-safe. They translate and send; the callers judge what is
 * allowed: {@link io.maksut.portal.Portal}, and for operations of the ledger the refund desk and the sync worker.
 */
public interface PaymentGateway extends AutoCloseable {
    /** The name of the account, the first part of each {@link io.maksut.payment.PaymentId}. */
    String account();

    /** What this account can do. */
    GatewayCapabilities capabilities();

    /** Which filters of the query are applied where. Sends nothing. */
    SearchPlan plan(PaymentQuery query);

    /** Starts one logical operation: its deadline runs from now, and its idempotency key is fixed. */
    GatewayCall begin(CallOptions options);

    /** The gateway side of refunds. */
    OperationChannel refunds();

    /** The gateway side of captures. */
    OperationChannel captures();

    /** The gateway side of voids, which release all that was authorised and not captured. */
    OperationChannel voids();

    /**
     * Divides the account's request limits among the processes that share it: from now on this object uses the part of
     * one process. {@code RefundSync} calls this for the gateways that it is given; a wrapper of a gateway must pass
     * the call on. Default: nothing is divided, and each process uses the whole limits.
     *
     * @param among how many processes there are at the time, at least 1: asked before each request; does not block
     */
    default void divideLimits(IntSupplier among) {}

    /** Releases connections and threads. Calls under way fail. */
    @Override
    void close();
}
