package io.maksut.sync;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Resolution;
import io.maksut.portal.SearchPlan;
import org.jspecify.annotations.Nullable;

/** A gateway plugin of others over one of ours, with bugs of its own. */
final class FaultyGateway implements PaymentGateway, OperationChannel {
    private final PaymentGateway real;

    @Nullable
    Error reading;

    @Nullable
    RuntimeException preparing;

    @Nullable
    Error submitted;

    @Nullable
    RuntimeException resolving;

    FaultyGateway(PaymentGateway real) {
        this.real = real;
    }

    @Override
    public String account() {
        return real.account();
    }

    @Override
    public GatewayCapabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public SearchPlan plan(PaymentQuery query) {
        return real.plan(query);
    }

    @Override
    public GatewayCall begin(CallOptions options) {
        if (reading != null) {
            throw reading;
        }
        return real.begin(options);
    }

    @Override
    public OperationChannel refunds() {
        return this;
    }

    @Override
    public OperationChannel captures() {
        return real.captures();
    }

    @Override
    public OperationChannel voids() {
        return real.voids();
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public Attempt prepare(String reference, Money amount, CallOptions options) {
        if (preparing != null) {
            throw preparing;
        }
        return real.refunds().prepare(reference, amount, options);
    }

    @Override
    public Outcome submit(Attempt attempt, CallOptions options) {
        Outcome outcome = real.refunds().submit(attempt, options);
        if (submitted != null) {
            throw submitted;
        }
        return outcome;
    }

    @Override
    public Resolution resolve(Attempt attempt, CallOptions options) {
        if (resolving != null) {
            throw resolving;
        }
        return real.refunds().resolve(attempt, options);
    }
}
