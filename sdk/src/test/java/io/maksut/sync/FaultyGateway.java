package io.maksut.sync;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.RefundAttempt;
import io.maksut.portal.RefundChannel;
import io.maksut.portal.RefundOutcome;
import io.maksut.portal.RefundResolution;
import io.maksut.portal.SearchPlan;
import org.jspecify.annotations.Nullable;

/** A gateway plugin of others over one of ours, with bugs of its own. */
final class FaultyGateway implements PaymentGateway, RefundChannel {
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
    public RefundChannel refunds() {
        return this;
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public RefundAttempt prepare(String reference, Money amount, CallOptions options) {
        if (preparing != null) {
            throw preparing;
        }
        return real.refunds().prepare(reference, amount, options);
    }

    @Override
    public RefundOutcome submit(RefundAttempt attempt, CallOptions options) {
        RefundOutcome outcome = real.refunds().submit(attempt, options);
        if (submitted != null) {
            throw submitted;
        }
        return outcome;
    }

    @Override
    public RefundResolution resolve(RefundAttempt attempt, CallOptions options) {
        if (resolving != null) {
            throw resolving;
        }
        return real.refunds().resolve(attempt, options);
    }
}
