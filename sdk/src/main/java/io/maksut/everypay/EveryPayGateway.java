package io.maksut.everypay;

import io.maksut.error.CallReport;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Payment;
import io.maksut.portal.CallOptions;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentLookup;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.QueryFilter;
import io.maksut.portal.SearchPlan;
import io.maksut.transport.CallSettings;
import io.maksut.transport.Transport;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One EveryPay account behind the portal. */
final class EveryPayGateway implements PaymentGateway {
    private static final Logger LOG = LoggerFactory.getLogger(EveryPayGateway.class);

    private final String name;
    private final GatewayCapabilities capabilities;
    private final Transport transport;
    private final EveryPayRequests requests;
    private final EveryPayPayments payments;
    private final EveryPayAccounts accounts;
    private final EveryPayPages pages;
    private final Supplier<Instant> clock;
    private final @Nullable PaymentLookup index;
    private final EveryPayRefunds refunds;
    private final EveryPayCaptures captures;
    private final EveryPayVoids voids;

    EveryPayGateway(
            String name,
            GatewayCapabilities capabilities,
            Transport transport,
            EveryPayRequests requests,
            EveryPayPayments payments,
            EveryPayAccounts accounts,
            EveryPayPages pages,
            Supplier<Instant> clock,
            EveryPayWindow window,
            @Nullable PaymentLookup index) {
        this.name = name;
        this.capabilities = capabilities;
        this.transport = transport;
        this.requests = requests;
        this.payments = payments;
        this.accounts = accounts;
        this.pages = pages;
        this.clock = clock;
        this.index = index;
        this.refunds = new EveryPayRefunds(this, window);
        this.captures = new EveryPayCaptures(this, window);
        this.voids = new EveryPayVoids(this, window);
    }

    @Override
    public String account() {
        return name;
    }

    @Override
    public GatewayCapabilities capabilities() {
        return capabilities;
    }

    /** The gateway reads a payment by its reference; every other search is answered by the index. */
    @Override
    public SearchPlan plan(PaymentQuery query) {
        if (query.paymentId().isEmpty()) {
            return index().plan(query);
        }
        Set<QueryFilter> onTheWay = EnumSet.copyOf(query.filters());
        onTheWay.remove(QueryFilter.PAYMENT_ID);
        return new SearchPlan(EnumSet.of(QueryFilter.PAYMENT_ID), onTheWay);
    }

    /**
     * The index that searches payments.
     *
     * @throws NotSupportedByGatewayException if the portal has none
     */
    PaymentLookup index() {
        if (index == null) {
            throw new NotSupportedByGatewayException(
                    "EveryPay can read a payment by its payment reference, and cannot search: give the portal an index",
                    CallReport.notSent("search payments", null));
        }
        return index;
    }

    Optional<PaymentLookup> maybeIndex() {
        return Optional.ofNullable(index);
    }

    /** Shows a payment to the index, if there is one. */
    Payment seen(Payment payment) {
        if (index != null) {
            try {
                index.seen(payment);
            } catch (RuntimeException | Error e) { // the gateway's answer stands, even if the index fails
                LOG.warn(
                        "{}: the index did not take {}: {}",
                        name,
                        payment.id(),
                        e.getClass().getName());
            }
        }
        return payment;
    }

    @Override
    public EveryPayCall begin(CallOptions options) {
        return new EveryPayCall(
                this,
                new EveryPayExchange(
                        transport.begin(new CallSettings(options.timeout().orElse(null), options.headers()))));
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

    EveryPayRequests requests() {
        return requests;
    }

    EveryPayPayments payments() {
        return payments;
    }

    EveryPayAccounts accounts() {
        return accounts;
    }

    EveryPayPages pages() {
        return pages;
    }

    Instant now() {
        return clock.get();
    }

    @Override
    public String toString() {
        return "EveryPayGateway[" + name + "]";
    }
}
