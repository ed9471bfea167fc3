package io.maksut.sync;

import io.maksut.everypay.EveryPayPortal;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.observe.CallEnded;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.ReadLag;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.testkit.TestDatabases;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Both gateways, a shop, a ledger, and time that a test moves. */
final class SyncWorld implements AutoCloseable {
    static final Instant START = Instant.parse("2026-06-01T09:00:00Z");

    /** The gateways. */
    enum Gateway {
        FLATPAY,
        EVERYPAY
    }

    final ManualClock clock = ManualClock.at(START);
    /** What our own clock says: that of gateways and shop, unless a test sets it wrong. */
    final OurClock ours = new OurClock(clock);

    final FrisbiiSandbox frisbii =
            FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
    final EveryPaySandbox everypay = EveryPaySandbox.builder().clock(clock).start();
    final TestShop shop = new TestShop("shop", clock);
    final List<SyncEvent> events = new CopyOnWriteArrayList<>();
    /** What gateways were asked. */
    final List<CallEnded> calls = new CopyOnWriteArrayList<>();

    final WatchedNetwork network = new WatchedNetwork();
    final DataSource dataSource;
    private final List<PaymentGateway> gateways = new ArrayList<>();
    final Set<String> linkPayments = ConcurrentHashMap.newKeySet();
    final Set<String> checkoutPayments = ConcurrentHashMap.newKeySet();
    private final Map<PaymentId, Money> prices = new ConcurrentHashMap<>();
    private int charges;

    SyncWorld() {
        this(TestDatabases.SQLITE);
    }

    SyncWorld(TestDatabases database) {
        this(database, 1);
    }

    /** {@code attempts}: how often a client of a gateway may send within one call. */
    SyncWorld(TestDatabases database, int attempts) {
        dataSource = database.fresh();
        shop.prices(prices::get);
        gateways.add(FlatpayPortal.builder()
                .apiKey(frisbii.privateKey())
                .api(frisbii.apiUrl())
                .checkoutApi(frisbii.checkoutUrl())
                .httpClient(network)
                .listener(calls::add)
                .clock(ours)
                .origin(this::origin)
                .attempts(attempts)
                .limits(2_000, 2_000, 20, 20)
                .buildGateway());
        gateways.add(EveryPayPortal.builder()
                .apiUsername(everypay.apiUsername())
                .apiSecret(everypay.apiSecret())
                .accountName("EUR3D1")
                .api(everypay.apiUrl())
                .customerUrl(URI.create("https://shop.example.test/thanks"))
                .openBankingRefund(OpenBankingRefund.EXECUTED)
                .httpClient(network)
                .listener(calls::add)
                .clock(ours)
                .origin(this::origin)
                .attempts(attempts)
                .limits(2_000, 2_000, 20, 20)
                .buildGateway());
    }

    private PaymentOrigin origin(PaymentId payment) {
        if (linkPayments.contains(payment.reference())) {
            return PaymentOrigin.PAYMENT_LINK;
        }
        return checkoutPayments.contains(payment.reference()) ? PaymentOrigin.CHECKOUT : PaymentOrigin.UNKNOWN;
    }

    /** An engine over the same ledger: as many as there are processes. */
    RefundSync sync(SyncMode mode) {
        return builder(mode).build();
    }

    /** An engine that has read all of the shop once, as it does within minutes of its start. */
    RefundSync scanned(SyncMode mode) {
        RefundSync sync = sync(mode);
        int unused = sync.worker().scanDue();
        return sync;
    }

    RefundSync.Builder builder(SyncMode mode) {
        return without().shop(connected(mode));
    }

    ConnectedShop connected(SyncMode mode) {
        return ConnectedShop.of(shop, mode, "flatpay").withAccounts("flatpay", "everypay");
    }

    /** No shop is connected. */
    RefundSync.Builder without() {
        RefundSync.Builder builder = RefundSync.builder(dataSource).clock(ours).listener(events::add);
        gateways.forEach(builder::gateway);
        return builder;
    }

    List<PaymentGateway> gateways() {
        return gateways;
    }

    PaymentId settled(Gateway gateway, String amount) {
        return payment(gateway, "settled", amount);
    }

    PaymentId authorised(Gateway gateway, String amount) {
        return payment(gateway, gateway == Gateway.FLATPAY ? "authorized" : "authorised", amount);
    }

    private PaymentId payment(Gateway gateway, String state, String amount) {
        return paid(made(gateway, state, amount), amount);
    }

    /** The shop has the price of what was paid so: its orders come to that. */
    PaymentId paid(PaymentId payment, String amount) {
        prices.put(payment, eur(amount));
        return payment;
    }

    private PaymentId made(Gateway gateway, String state, String amount) {
        long minor = eur(amount).minorUnits();
        if (gateway == Gateway.FLATPAY) {
            String handle = frisbii.charge("charge-" + ++charges)
                    .state(state)
                    .amount(minor)
                    .currency("EUR")
                    .method("card")
                    .created(clock.instant())
                    .add();
            return new PaymentId("flatpay", handle);
        }
        String reference = everypay.payment()
                .account("EUR3D1")
                .state(state)
                .amount(minor)
                .method("card")
                .created(clock.instant())
                .add();
        return new PaymentId("everypay", reference);
    }

    Books books(PaymentId payment) {
        return payment.account().equals("flatpay") ? frisbii.books() : everypay.books();
    }

    /** What the gateway's own books say went back to the customer, in cents. */
    long refunded(PaymentId payment) {
        return books(payment).refunded(payment.reference());
    }

    /** How often money went back, by a request of ours. */
    long refunds(PaymentId payment) {
        return books(payment).movements(payment.reference()).stream()
                .filter(it -> it.kind() == Movement.Kind.REFUND && it.by() == Movement.By.API)
                .count();
    }

    void refundAsStaff(PaymentId payment, String amount) {
        if (payment.account().equals("flatpay")) {
            frisbii.refundAsStaff(payment.reference(), eur(amount).minorUnits());
        } else {
            everypay.refundAsStaff(payment.reference(), eur(amount).minorUnits());
        }
    }

    FaultPlan.Rule onRefund(PaymentId payment, Fault fault) {
        return payment.account().equals("flatpay")
                ? frisbii.faults().next(fault).on("POST", "/v1/refund")
                : everypay.faults().next(fault).on("POST", "/api/v4/payments/refund");
    }

    FaultPlan.Rule onRead(PaymentId payment, Fault fault) {
        return payment.account().equals("flatpay")
                ? frisbii.faults().next(fault).on("GET", "/v1/charge/*")
                : everypay.faults().next(fault).on("GET", "/api/v4/payments/*");
    }

    /** How late reads of the gateway of this payment are. */
    ReadLag readLag(PaymentId payment) {
        return payment.account().equals("flatpay") ? frisbii.readLag() : everypay.readLag();
    }

    /** Works until nothing is due, moving time to what comes next, for at most so long. */
    void work(RefundSync sync, Duration most) {
        Instant end = clock.instant().plus(most);
        SyncWorker worker = sync.worker();
        worker.workOff();
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofSeconds(30));
            worker.workOff();
        }
    }

    static Money eur(String amount) {
        return Money.of("EUR", amount);
    }

    @Override
    public void close() {
        gateways.forEach(PaymentGateway::close);
        frisbii.close();
        everypay.close();
    }
}
