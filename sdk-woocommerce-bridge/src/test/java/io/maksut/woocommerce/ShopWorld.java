package io.maksut.woocommerce;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.woocommerce.PayoutGateway;
import io.maksut.sandbox.woocommerce.PayoutOutcome;
import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import io.maksut.sandbox.woocommerce.WooCommerceSandboxBuilder;
import io.maksut.shop.OrderPage;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A WooCommerce shop, a gateway, the bridge between them, and time that a test moves. */
final class ShopWorld implements AutoCloseable {
    static final Instant START = Instant.parse("2026-06-01T09:00:00Z");
    static final String NAME = "teashop";

    final ManualClock clock = ManualClock.at(START);
    final FrisbiiSandbox gateway =
            FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
    final WooCommerceSandbox shop;
    final DataSource dataSource = TestDatabases.SQLITE.fresh();
    final Set<String> linkPayments = ConcurrentHashMap.newKeySet();
    final Set<String> unknownOrigin = ConcurrentHashMap.newKeySet();
    final PaymentGateway flatpay;
    final WooCommerceShop bridge;
    final RecordingEngine engine = new RecordingEngine();
    private int charges;

    ShopWorld() {
        this("10.9.1");
    }

    ShopWorld(String release) {
        this(builder -> builder.version(release));
    }

    ShopWorld(UnaryOperator<WooCommerceSandboxBuilder> settings) {
        shop = settings.apply(WooCommerceSandbox.builder().clock(clock)).start();
        flatpay = FlatpayPortal.builder()
                .apiKey(gateway.privateKey())
                .api(gateway.apiUrl())
                .checkoutApi(gateway.checkoutUrl())
                .clock(clock)
                .origin(this::origin)
                .attempts(1)
                .limits(2_000, 2_000, 20, 20)
                .buildGateway();
        bridge = builder().build();
    }

    private PaymentOrigin origin(PaymentId payment) {
        if (unknownOrigin.contains(payment.reference())) {
            return PaymentOrigin.UNKNOWN;
        }
        return linkPayments.contains(payment.reference()) ? PaymentOrigin.PAYMENT_LINK : PaymentOrigin.CHECKOUT;
    }

    /** The bridge as it is here; to be changed. */
    WooCommerceShopBuilder builder() {
        return WooCommerceShop.builder(NAME, shop.httpsUrl(), dataSource)
                .key(shop.key().consumerKey(), shop.key().consumerSecret())
                .paymentMethod("sandboxpay", "flatpay")
                .trust(shop.tls().trustingContext())
                .attempts(1)
                .limits(2_000, 2_000, 20, 20)
                .clock(clock);
    }

    /** A payment that was just made, and its money taken. */
    PaymentId settled(String amount) {
        return charge("settled", amount, Map.of());
    }

    PaymentId authorised(String amount) {
        return charge("authorized", amount, Map.of());
    }

    /** A payment of this order, as our own checkout writes it at the gateway; the order is made if it is not there. */
    PaymentId settledFor(long order, String amount) {
        return chargeFor(order, "settled", amount);
    }

    /** As {@link #settledFor}, and its money is only reserved. */
    PaymentId authorisedFor(long order, String amount) {
        return chargeFor(order, "authorized", amount);
    }

    private PaymentId chargeFor(long order, String state, String amount) {
        if (!isThere(order)) {
            shop.order().id(order).total(amount).add();
        }
        return charge(state, amount, Map.of("maksut_shop", NAME, "maksut_order", "" + order));
    }

    private boolean isThere(long order) {
        try {
            return !shop.statusOf(order).isEmpty();
        } catch (IllegalArgumentException noSuchOrder) {
            return false;
        }
    }

    /** WooCommerce stores a refund before it asks anybody to pay it; its id. */
    long recordedAndNotPaid(long order, String amount) {
        return shop.refundAsStaff(order, amount, "", false);
    }

    private PaymentId charge(String state, String amount, Map<String, String> metadata) {
        String handle = gateway.charge("charge-" + ++charges)
                .state(state)
                .amount(eur(amount).minorUnits())
                .currency("EUR")
                .method("card")
                .created(clock.instant())
                .metadata(metadata)
                .add();
        return new PaymentId("flatpay", handle);
    }

    /** As the gateway tells it now. */
    Payment read(PaymentId payment) {
        GatewayCall call = flatpay.begin(CallOptions.DEFAULT);
        return call.await(call.details(payment.reference()));
    }

    /** An order of this payment, as a plugin makes it that uses WooCommerce's own field. */
    long order(PaymentId payment, String total) {
        return shop.order().total(total).transactionId(payment.reference()).add();
    }

    ShopOrder read(long orderId) {
        return bridge.order(Long.toString(orderId)).orElseThrow();
    }

    /** The shop's plugin pays refunds at the gateway, as a shop's own plugin does. */
    PayoutGateway pluginPaysAtTheGateway() {
        return request -> {
            gateway.refundAsStaff(request.transactionId(), request.amountMinor());
            return PayoutOutcome.PAID;
        };
    }

    RefundSync sync(SyncMode mode) {
        return sync(ConnectedShop.of(bridge, mode, "flatpay"));
    }

    RefundSync sync(ConnectedShop connected) {
        return RefundSync.builder(dataSource)
                .clock(clock)
                .gateway(flatpay)
                .shop(connected)
                .build();
    }

    /** What the gateway's own books say went back to the customer, in cents. */
    long refunded(PaymentId payment) {
        return gateway.books().refunded(payment.reference());
    }

    /** How often money went back because the bridge's side asked for it. */
    long refunds(PaymentId payment) {
        return gateway.books().movements(payment.reference()).stream()
                .filter(it -> it.kind() == Movement.Kind.REFUND && it.by() == Movement.By.API)
                .count();
    }

    /** Works and scans for so long, moving time in some dozens of steps. */
    void work(RefundSync sync, Duration most) {
        Duration step = most.dividedBy(40).plusSeconds(20);
        Instant end = clock.instant().plus(most);
        SyncWorker worker = sync.worker();
        worker.scanDue();
        worker.workOff();
        while (clock.instant().isBefore(end)) {
            clock.advance(step);
            worker.scanDue();
            worker.workOff();
        }
    }

    List<Discrepancy> open(RefundSync sync) {
        return sync.ledger().discrepancies(Discrepancy.State.OPEN).toList();
    }

    /** All pages of what changed, as they came. */
    List<ShopOrder> changedSince(Instant since) {
        return changedSince(bridge, since);
    }

    static List<ShopOrder> changedSince(WooCommerceShop bridge, Instant since) {
        List<ShopOrder> orders = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            OrderPage page = bridge.changedSince(since, cursor);
            orders.addAll(page.orders());
            cursor = page.next();
        } while (cursor != null);
        return orders;
    }

    /** As the engine has it recorded: called again, it goes on where it was. */
    Recording record(PortalRefund made) {
        return record(bridge, made);
    }

    /** The same in another process. */
    Recording record(WooCommerceShop process, PortalRefund made) {
        return engine.record(process, made);
    }

    static Money eur(String amount) {
        return Money.of("EUR", amount);
    }

    @Override
    public void close() {
        bridge.close();
        flatpay.close();
        gateway.close();
        shop.close();
    }
}
