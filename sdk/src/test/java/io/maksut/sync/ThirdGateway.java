package io.maksut.sync;

import io.maksut.error.CallReport;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.RefundAttempt;
import io.maksut.portal.RefundChannel;
import io.maksut.portal.RefundOutcome;
import io.maksut.portal.RefundResolution;
import io.maksut.portal.SearchPlan;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A gateway of somebody else's making: its adapter may tell of the attempt what its resolving call met itself, and may take
 * its time to prepare.
 */
final class ThirdGateway implements PaymentGateway, RefundChannel {
    /** What the adapter makes of it. */
    enum Fault {
        NOT_SENT(new RefundOutcome.NotMoved(reason("not sent"), true, CallReport.notSent("refund", null))),
        NO_ANSWER(new RefundOutcome.NotMoved(
                reason("no answer"), false, CallReport.of("refund", 1, null, null, 0, null))),
        TOO_MANY(new RefundOutcome.NotMoved(
                reason("too many"), true, CallReport.of("refund", 1, null, null, 429, null))),
        TIMED_OUT(new RefundOutcome.Declined(reason("timeout"), CallReport.of("refund", 1, null, null, 408, null))),
        NO_LOGIN(new RefundOutcome.Declined(
                reason("not authenticated"), CallReport.of("refund", 1, null, null, 401, null))),
        FORBIDDEN(new RefundOutcome.Declined(reason("not allowed"), CallReport.of("refund", 1, null, null, 403, null))),
        NOT_FOUND(new RefundOutcome.Declined(reason("not found"), CallReport.of("refund", 1, null, null, 404, null))),
        CONFLICT(new RefundOutcome.NotMoved(
                reason("conflict"), true, CallReport.of("refund", 1, null, null, 409, null))),
        MOVED_AWAY(new RefundOutcome.Declined(reason("moved away"), CallReport.of("refund", 1, null, null, 302, null))),
        DOWN(new RefundOutcome.Declined(reason("down"), CallReport.of("refund", 2, null, null, 503, null))),
        BY_HAND(new RefundOutcome.ByHand(reason("by hand"), CallReport.of("refund", 1, null, null, 429, null)));

        @SuppressWarnings("ImmutableEnumChecker") // a record of texts
        private final RefundOutcome outcome;

        Fault(RefundOutcome outcome) {
            this.outcome = outcome;
        }

        private static OutcomeReason reason(String words) {
            return OutcomeReason.of("third_gateway", words, words, words);
        }
    }

    private final PaymentGateway gateway;
    private final Fault fault;
    private final AtomicReference<Runnable> beforePreparing = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> whilePreparing = new AtomicReference<>(() -> {});
    private final AtomicInteger resolved = new AtomicInteger();
    private volatile boolean wrong;
    private volatile boolean submitsWrongly;

    ThirdGateway(PaymentGateway gateway, Fault fault) {
        this.gateway = gateway;
        this.fault = fault;
    }

    /** As the gateway beneath does it. */
    ThirdGateway(PaymentGateway gateway) {
        this(gateway, Fault.NOT_SENT);
    }

    /** Happens once, before the payment is read to prepare a refund. */
    void beforePreparing(Runnable event) {
        beforePreparing.set(event);
    }

    /** Happens once, after the payment was read to prepare a refund, and before that is answered. */
    void whilePreparing(Runnable event) {
        whilePreparing.set(event);
    }

    /** Once; then as the gateway beneath does. */
    void resolvesWrongly(boolean wrongly) {
        wrong = wrongly;
    }

    /** Once, after the gateway beneath has done it. */
    void submitsWrongly() {
        submitsWrongly = true;
    }

    int resolved() {
        return resolved.get();
    }

    @Override
    public RefundResolution resolve(RefundAttempt attempt, CallOptions options) {
        resolved.incrementAndGet();
        if (wrong) {
            wrong = false;
            return new RefundResolution.Resolved(fault.outcome);
        }
        return gateway.refunds().resolve(attempt, options);
    }

    @Override
    public RefundAttempt prepare(String reference, Money amount, CallOptions options) {
        beforePreparing.getAndSet(() -> {}).run();
        RefundAttempt attempt = gateway.refunds().prepare(reference, amount, options);
        whilePreparing.getAndSet(() -> {}).run();
        return attempt;
    }

    @Override
    public RefundOutcome submit(RefundAttempt attempt, CallOptions options) {
        RefundOutcome outcome = gateway.refunds().submit(attempt, options);
        if (submitsWrongly) {
            submitsWrongly = false;
            return fault.outcome;
        }
        return outcome;
    }

    @Override
    public String account() {
        return gateway.account();
    }

    @Override
    public GatewayCapabilities capabilities() {
        return gateway.capabilities();
    }

    @Override
    public SearchPlan plan(PaymentQuery query) {
        return gateway.plan(query);
    }

    @Override
    public GatewayCall begin(CallOptions options) {
        return gateway.begin(options);
    }

    @Override
    public RefundChannel refunds() {
        return this;
    }

    @Override
    public void close() {}
}
