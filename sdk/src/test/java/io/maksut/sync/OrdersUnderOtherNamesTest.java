package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.GatewayReference;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Database;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two orders have one payment, and one of them names it by the id of its transaction: what is captured, released or refunded is
 * judged on both.
 */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class OrdersUnderOtherNamesTest {
    @Parameter
    private TestDatabases kind;

    private SyncWorld world;

    @BeforeEach
    void start() {
        world = new SyncWorld(kind);
    }

    @AfterEach
    void close() {
        if (world != null) { // null where the database is not installed
            world.close();
        }
    }

    private RefundSync shipsToSettle() {
        return world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .build();
    }

    /** What the shop calls it. */
    private PaymentId transactionOf(PaymentId payment) {
        GatewayCall call = world.gateways().get(0).begin(CallOptions.DEFAULT);
        String transaction =
                call.await(call.read(payment.reference())).transactionId().orElseThrow();
        return world.paid(new PaymentId("flatpay", transaction), "29.80");
    }

    private String order(PaymentId name, String total) {
        String order = world.shop.order(name);
        world.shop.totals(order, eur(total));
        return order;
    }

    private LedgerOperation refund(RefundSync sync, RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    private long captured(PaymentId payment) {
        return world.books(payment).captured(payment.reference());
    }

    private void scanAndWork(RefundSync sync, Duration time) {
        int unused = sync.worker().scanDue();
        world.work(sync, time);
    }

    private void noNameIsTold() {
        for (String path : List.of("/v1/list/transaction", "/v1/invoice/*/transaction/*")) {
            world.frisbii.faults().next(Fault.proxyAnswers(503)).on("GET", path).always();
        }
    }

    /** What the shop calls it: after a capture the reservation is not the charge's latest transaction any more. */
    private PaymentId reservationOf(PaymentId payment) {
        GatewayCall call = world.gateways().get(0).begin(CallOptions.DEFAULT);
        String id = call.await(call.details(payment.reference())).references().stream()
                .filter(it -> it.kind() == GatewayReference.Kind.AUTHORISATION)
                .map(GatewayReference::value)
                .findFirst()
                .orElseThrow();
        return world.paid(new PaymentId("flatpay", id), "29.80");
    }

    @Test
    void whatWasNotJudgedOnAllNamesBindsNothingWhileTheGatewayDoesNotTell() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.frisbii.settleAsStaff(payment.reference(), 2_980);
        String original = order(reservationOf(payment), "29.80");
        String other = order(payment, "29.80");
        world.clock.advance(Duration.ofMinutes(11));
        int unused = sync.worker().scanDue();
        noNameIsTold();
        RefundRequest request = world.shop.asksToRefund(other, payment, eur("10.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofMinutes(20));
        assertThat(Database.open(world.dataSource)
                        .<List<String>>read(sql -> sql.list(
                                "select order_id from maksut_payment_order where bound_by is not null",
                                row -> row.text("order_id"))))
                .isEmpty();

        world.frisbii.faults().clear();
        world.work(sync, Duration.ofHours(1));
        assertThat(world.refunded(payment))
                .as("two orders named it in time: %s, %s", original, other)
                .isZero();
        assertThat(refund(sync, request).state()).isEqualTo(State.PENDING);
    }

    @Test
    void aCopyOfAnOrderThatNamesThePaymentOtherwiseCapturesNothing() {
        RefundSync sync = shipsToSettle();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String original = order(transactionOf(payment), "29.80");
        scanAndWork(sync, Duration.ofHours(2));
        String copy = order(payment, "29.80");
        world.shop.ships(copy, Fulfilment.COMPLETE);
        scanAndWork(sync, Duration.ofHours(2));

        assertThat(captured(payment)).isZero();
        assertThat(sync.ledger().capturesOf(payment)).singleElement().satisfies(it -> {
            assertThat(it.reviewReason()).contains(ReviewReason.SHIPPED_UNCLEAR);
            assertThat(it.reason().orElseThrow()).contains("#" + original);
        });
    }

    @Test
    void whileItIsNotToldWhoseTheOtherOrderIsNothingIsCapturedAndThenAPersonIsAsked() {
        RefundSync sync = shipsToSettle();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String original = order(transactionOf(payment), "29.80");
        scanAndWork(sync, Duration.ofMinutes(15));
        String copy = order(payment, "29.80");
        world.shop.ships(copy, Fulfilment.COMPLETE);
        noNameIsTold();
        scanAndWork(sync, Duration.ofMinutes(15));
        assertThat(captured(payment)).isZero();
        assertThat(sync.ledger().capturesOf(payment)).singleElement().satisfies(it -> {
            assertThat(it.state()).isEqualTo(State.PENDING);
            assertThat(it.reviewReason()).isEmpty();
        });
        for (int look = 0; look < 30 * 6; look++) {
            world.clock.advance(Duration.ofMinutes(10));
            int unused = sync.worker().workOff();
        }
        assertThat(captured(payment)).isZero();
        LedgerOperation asked = sync.ledger().capturesOf(payment).get(0);
        assertThat(asked.reviewReason()).contains(ReviewReason.NOT_SENT);

        world.frisbii.faults().clear();
        world.shop.cancel(original, true);
        sync.syncDesk().retry(asked.id(), "mari", "the original is cancelled");
        scanAndWork(sync, Duration.ofMinutes(15));
        assertThat(captured(payment)).isEqualTo(2_980);
    }

    /** Two orders named the payment in time: a person's. */
    @Test
    void aRefundIsNotBoundByNamingWhileAnotherOrderNamesThePaymentOtherwise() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String original = order(transactionOf(payment), "29.80");
        String other = order(payment, "29.80");
        world.clock.advance(Duration.ofMinutes(11));
        int unused = sync.worker().scanDue();
        RefundRequest request = world.shop.asksToRefund(other, payment, eur("10.00"));
        sync.request("shop", request);
        for (int day = 0; day < 3; day++) {
            scanAndWork(sync, Duration.ofHours(1));
            world.clock.advance(Duration.ofHours(23));
        }

        assertThat(world.refunded(payment)).as(original).isZero();
        assertThat(refund(sync, request).reviewReason()).contains(ReviewReason.ORDER_NOT_BOUND);
    }

    /** The portal pays, by this gateway in place of its own. */
    private RefundSync scannedWith(ThirdGateway flatpay) {
        RefundSync sync = RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .gateway(flatpay)
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        int unused = sync.worker().scanDue();
        return sync;
    }

    /** As it is noted while the gateway is asked for the other. */
    @Test
    void anOrderThatIsSeenBetweenTheJudgementAndTheAttemptIsJudgedToo() {
        ThirdGateway flatpay = new ThirdGateway(world.gateways().get(0));
        RefundSync sync = scannedWith(flatpay);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String other = order(payment, "29.80");
        world.clock.advance(Duration.ofMinutes(11));
        int unusedToo = sync.worker().scanDue();
        flatpay.whilePreparing(() -> {
            String unusedOrder = order(named, "29.80");
            world.clock.advance(Duration.ofMinutes(11));
            int unusedScan = sync.worker().scanDue();
        });
        RefundRequest request = world.shop.asksToRefund(other, payment, eur("10.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofHours(1));

        assertThat(world.refunded(payment)).isZero();
        assertThat(refund(sync, request).state()).isEqualTo(State.PENDING);
    }

    /** Somebody asks about the payment meanwhile, and the desk finds out whose name it is: the refund was judged without. */
    @Test
    void aNameThatAnotherFindsOutBetweenTheJudgementAndTheAttemptIsJudgedToo() {
        ThirdGateway flatpay = new ThirdGateway(world.gateways().get(0));
        RefundSync sync = scannedWith(flatpay);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String original = order(named, "29.80");
        String other = order(payment, "29.80");
        world.clock.advance(Duration.ofMinutes(11));
        int unusedToo = sync.worker().scanDue();
        flatpay.whilePreparing(() -> {
            RefundDecision unusedDecision = sync.desk().decide(payment, eur("1.00"), "mari", "x");
        });
        RefundRequest request = world.shop.asksToRefund(other, payment, eur("10.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofHours(1));

        assertThat(world.refunded(payment)).as(original).isZero();
        assertThat(refund(sync, request).state()).isEqualTo(State.PENDING);
    }

    /** Before the capture a refund ends without money, and lowers what is captured. */
    @Test
    void aRefundLowersNoCaptureWhileAnotherOrderNamesThePaymentOtherwise() {
        RefundSync sync = shipsToSettle();
        int unused = sync.worker().scanDue();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String original = order(transactionOf(payment), "29.80");
        String other = order(payment, "29.80");
        world.clock.advance(Duration.ofMinutes(11));
        int unusedToo = sync.worker().scanDue();
        RefundRequest request = world.shop.asksToRefund(other, payment, eur("10.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofHours(1));

        assertThat(refund(sync, request).state()).as(original).isEqualTo(State.PENDING);
        assertThat(world.shop.told(request.id())).isEmpty();
    }

    /** The order that asks is the one that named the payment, by its transaction: the request calls it by its handle. */
    @Test
    void whatTheOrderNamedOtherwiseBindsTheRefund() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = order(transactionOf(payment), "29.80");
        world.clock.advance(Duration.ofMinutes(11));
        int unused = sync.worker().scanDue();
        world.clock.advance(Duration.ofHours(3));
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        int unusedToo = sync.worker().workOff();

        assertThat(refund(sync, request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void nothingIsReleasedThatALiveOrderNamesOtherwise() {
        RefundSync sync = world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle().withReleaseWhenOver())
                .build();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        PaymentId named = transactionOf(payment);
        String over = order(payment, "29.80");
        minutes(sync, 10);
        MoneyStop stop = sync.syncDesk().stop(MoneyStop.Scope.all(), "mari", "x");
        world.shop.cancel(over, true);
        minutes(sync, 40);
        assertThat(sync.ledger().voidsOf(payment)).hasSize(1);
        // It comes up while the order that is over is read for the release.
        AtomicBoolean once = new AtomicBoolean();
        world.shop.before(TestShop.Question.READ, () -> {
            if (once.compareAndSet(false, true)) {
                String unused = order(named, "29.80");
                world.clock.advance(Duration.ofMinutes(10));
                int unusedScan = sync.worker().scanDue();
            }
        });
        sync.syncDesk().start(stop.id(), "mari", "x");
        sync.worker().workOff();
        assertThat(once).isTrue();
        minutes(sync, 60);

        assertThat(world.books(payment).count(Movement.Kind.VOID, payment.reference()))
                .isZero();
        assertThat(sync.ledger().voidsOf(payment))
                .extracting(LedgerOperation::state)
                .containsExactly(State.CANCELLED);
    }

    private void minutes(RefundSync sync, int minutes) {
        for (int step = 0; step < minutes; step += 5) {
            world.clock.advance(Duration.ofMinutes(5));
            sync.worker().scanDue();
            sync.worker().workOff();
        }
    }
}
