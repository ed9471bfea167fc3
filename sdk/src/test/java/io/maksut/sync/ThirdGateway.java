package io.maksut.sync;

import io.maksut.error.CallReport;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Resolution;
import io.maksut.portal.SearchPlan;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A gateway of somebody else's making: its adapter may tell of the attempt what its resolving call met itself, and may take
 * its time to prepare.
 */
final class ThirdGateway implements PaymentGateway, OperationChannel {
    /** What the adapter makes of it. */
    enum Fault {
        NOT_SENT(new Outcome.NotMoved(reason("not sent"), true, CallReport.notSent("refund", null))),
        NO_ANSWER(new Outcome.NotMoved(reason("no answer"), false, CallReport.of("refund", 1, null, null, 0, null))),
        TOO_MANY(new Outcome.NotMoved(reason("too many"), true, CallReport.of("refund", 1, null, null, 429, null))),
        TIMED_OUT(new Outcome.Declined(reason("timeout"), CallReport.of("refund", 1, null, null, 408, null))),
        NO_LOGIN(new Outcome.Declined(reason("not authenticated"), CallReport.of("refund", 1, null, null, 401, null))),
        FORBIDDEN(new Outcome.Declined(reason("not allowed"), CallReport.of("refund", 1, null, null, 403, null))),
        NOT_FOUND(new Outcome.Declined(reason("not found"), CallReport.of("refund", 1, null, null, 404, null))),
        CONFLICT(new Outcome.NotMoved(reason("conflict"), true, CallReport.of("refund", 1, null, null, 409, null))),
        MOVED_AWAY(new Outcome.Declined(reason("moved away"), CallReport.of("refund", 1, null, null, 302, null))),
        DOWN(new Outcome.Declined(reason("down"), CallReport.of("refund", 2, null, null, 503, null))),
        BY_HAND(new Outcome.ByHand(reason("by hand"), CallReport.of("refund", 1, null, null, 429, null)));

        @SuppressWarnings("ImmutableEnumChecker") // a record of texts
        private final Outcome outcome;

        Fault(Outcome outcome) {
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
    public Resolution resolve(Attempt attempt, CallOptions options) {
        resolved.incrementAndGet();
        if (wrong) {
            wrong = false;
            return new Resolution.Resolved(fault.outcome);
        }
        return gateway.refunds().resolve(attempt, options);
    }

    @Override
    public Attempt prepare(String reference, Money amount, CallOptions options) {
        beforePreparing.getAndSet(() -> {}).run();
        Attempt attempt = gateway.refunds().prepare(reference, amount, options);
        whilePreparing.getAndSet(() -> {}).run();
        return attempt;
    }

    @Override
    public Outcome submit(Attempt attempt, CallOptions options) {
        Outcome outcome = gateway.refunds().submit(attempt, options);
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
    public OperationChannel refunds() {
        return this;
    }

    @Override
    public OperationChannel captures() {
        return gateway.captures();
    }

    @Override
    public OperationChannel voids() {
        return gateway.voids();
    }

    @Override
    public void close() {}
}
