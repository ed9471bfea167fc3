package io.maksut.flatpay;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.CallOptions;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.SearchPlan;
import io.maksut.transport.CallSettings;
import io.maksut.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** One Frisbii account behind the portal. */
final class FrisbiiGateway implements PaymentGateway {
    private final String account;
    private final GatewayCapabilities capabilities;
    private final Transport transport;
    private final FrisbiiRequests requests;
    private final FrisbiiCharges charges;
    private final Function<PaymentId, PaymentOrigin> originKnownToCaller;
    private final Supplier<Instant> clock;
    private final FrisbiiRefunds refunds;
    private final FrisbiiCaptures captures;
    private final FrisbiiVoids voids;

    FrisbiiGateway(
            String account,
            GatewayCapabilities capabilities,
            Transport transport,
            FrisbiiRequests requests,
            FrisbiiCharges charges,
            Function<PaymentId, PaymentOrigin> originKnownToCaller,
            Supplier<Instant> clock,
            Duration refundRepeatedFor) {
        this.account = account;
        this.capabilities = capabilities;
        this.transport = transport;
        this.requests = requests;
        this.charges = charges;
        this.originKnownToCaller = originKnownToCaller;
        this.clock = clock;
        this.refunds = new FrisbiiRefunds(this, clock, refundRepeatedFor);
        this.captures = new FrisbiiCaptures(this, clock, refundRepeatedFor);
        this.voids = new FrisbiiVoids(this, clock, refundRepeatedFor);
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public GatewayCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public SearchPlan plan(PaymentQuery query) {
        return FrisbiiSearch.plan(query);
    }

    @Override
    public FrisbiiCall begin(CallOptions options) {
        String key = options.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
        FrisbiiExchange exchange = new FrisbiiExchange(
                transport.begin(new CallSettings(options.timeout().orElse(null), options.headers())));
        FrisbiiList list = new FrisbiiList(exchange, requests, clock);
        FrisbiiLookup lookup = new FrisbiiLookup(exchange, list, requests, charges, clock, originKnownToCaller);
        return new FrisbiiCall(exchange, requests, charges, lookup, new FrisbiiPages(list, charges, lookup), key);
    }

    @Override
    public OperationChannel refunds() {
        return refunds;
    }

    @Override
    public OperationChannel captures() {
        return captures;
    }

    @Override
    public OperationChannel voids() {
        return voids;
    }

    @Override
    public void divideLimits(IntSupplier among) {
        transport.divideLimits(among);
    }

    @Override
    public void close() {
        transport.close();
    }

    Transport transport() {
        return transport;
    }

    FrisbiiRequests requests() {
        return requests;
    }

    FrisbiiCharges charges() {
        return charges;
    }

    @Override
    public String toString() {
        return "FrisbiiGateway[" + account + "]";
    }
}
