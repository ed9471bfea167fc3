package io.maksut.sync;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.SearchPlan;
import java.util.function.IntSupplier;

/** An account of which nothing is known but among how many its limits are divided. */
final class AskedGateway implements PaymentGateway {
    private final String account;
    private IntSupplier among = () -> {
        throw new IllegalStateException("not divided");
    };

    AskedGateway(String account) {
        this.account = account;
    }

    /** A request is about to be made; among how many are its limits divided? */
    int ask() {
        return among.getAsInt();
    }

    @Override
    public void divideLimits(IntSupplier among) {
        this.among = among;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public GatewayCapabilities capabilities() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SearchPlan plan(PaymentQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public GatewayCall begin(CallOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OperationChannel refunds() {
        throw new UnsupportedOperationException();
    }

    @Override
    public OperationChannel captures() {
        throw new UnsupportedOperationException();
    }

    @Override
    public OperationChannel voids() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
