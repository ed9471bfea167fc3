package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.Fulfilment.Shipment;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the shop has shipped is captured, once. */
class ShipToSettleTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.without()
            .shop(world.connected(SyncMode.SHOP_PAYS).withShipToSettle())
            .build();

    @AfterEach
    void close() {
        world.close();
    }

    private void scanAndWork(Duration time) {
        sync.worker().scanDue();
        world.work(sync, time);
    }

    private long captured(PaymentId payment) {
        return world.books(payment).captured(payment.reference());
    }

    private long captures(PaymentId payment) {
        return world.books(payment).count(Movement.Kind.CAPTURE, payment.reference());
    }

    private LedgerOperation only(PaymentId payment) {
        List<LedgerOperation> captures = sync.ledger().capturesOf(payment);
        assertThat(captures).hasSize(1);
        LedgerOperation capture = captures.get(0);
        assertThat(sync.ledger().operation(capture.id()).map(LedgerOperation::state))
                .contains(capture.state());
        return capture;
    }

    private void losesCapture(PaymentId payment, Fault fault) {
        if (payment.account().equals("flatpay")) {
            world.frisbii.faults().next(fault).on("POST", "/v1/charge/*/settle");
        } else {
            world.everypay.faults().next(fault).on("POST", "/api/v4/payments/capture");
        }
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whenEverythingIsShippedThePaymentIsCapturedOnce(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = world.shop.order(payment);
        scanAndWork(Duration.ofMinutes(30));
        assertThat(captured(payment)).isZero();

        world.shop.ships(order, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofMinutes(1));
        scanAndWork(Duration.ofMinutes(30));

        assertThat(captured(payment)).isEqualTo(2_980);
        assertThat(captures(payment)).isEqualTo(1);
        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aCaptureWhoseAnswerIsLostIsNotMadeAgain(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        world.shop.ships(world.shop.order(payment), Fulfilment.COMPLETE);
        losesCapture(payment, Fault.RESET_AFTER_PROCESSING);

        scanAndWork(Duration.ofMinutes(30));

        assertThat(captures(payment)).isEqualTo(1);
        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aCaptureThatNeverArrivedIsMadeOnceThatIsSafe(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        world.shop.ships(world.shop.order(payment), Fulfilment.COMPLETE);
        losesCapture(payment, Fault.RESET_BEFORE_PROCESSING);

        scanAndWork(Duration.ofMinutes(45));

        assertThat(captures(payment)).isEqualTo(1);
        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void whereTheGatewayKeepsTheRestEachParcelIsCapturedAndTheRestWithTheLast() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.ships(order, new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00")))));
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).isEqualTo(1_000);

        world.shop.ships(
                order,
                new Fulfilment(
                        true, List.of(new Shipment("parcel-1", eur("10.00")), new Shipment("parcel-2", eur("19.80")))));
        scanAndWork(Duration.ofMinutes(15));
        scanAndWork(Duration.ofMinutes(15));

        assertThat(captured(payment)).isEqualTo(2_980);
        assertThat(captures(payment)).isEqualTo(2);
    }

    @Test
    void whereASmallerCaptureForfeitsTheRestItWaitsForTheLastParcel() {
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.ships(order, new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00")))));
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).isZero();

        world.shop.ships(order, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).isEqualTo(2_980);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void nothingIsCapturedAfterAVoid(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        if (gateway == Gateway.FLATPAY) {
            world.frisbii.cancelAsStaff(payment.reference());
        } else {
            world.everypay.voidAsStaff(payment.reference());
        }
        world.shop.ships(world.shop.order(payment), Fulfilment.COMPLETE);

        scanAndWork(Duration.ofMinutes(15));

        assertThat(captured(payment)).isZero();
        assertThat(only(payment).state()).isEqualTo(State.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatWasCapturedAlreadyIsNotCapturedAgain(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.ships(world.shop.order(payment), Fulfilment.COMPLETE);
        long before = captured(payment);

        scanAndWork(Duration.ofMinutes(15));

        assertThat(captured(payment)).isEqualTo(before);
        assertThat(only(payment).state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void aShopThatCapturesByItselfIsLeftAlone() {
        RefundSync off = world.sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.shop.ships(world.shop.order(payment), Fulfilment.COMPLETE);

        off.worker().scanDue();
        world.work(off, Duration.ofMinutes(15));

        assertThat(captured(payment)).isZero();
        assertThat(off.ledger().capturesOf(payment)).isEmpty();
    }

    @Test
    void aCaptureThatIsDeclinedGoesToAPersonWhoHasItTriedAgain() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.shop.ships(world.shop.order(payment), Fulfilment.COMPLETE);
        world.frisbii.declineNext(io.maksut.sandbox.frisbii.Operation.SETTLE, "insufficient_funds", "soft_declined");

        scanAndWork(Duration.ofMinutes(15));
        assertThat(only(payment).reviewReason()).isPresent();
        assertThat(captured(payment)).isZero();

        sync.syncDesk().dropCapture(only(payment).id(), "mari", "Mari Maasikas paid in cash");
        assertThat(only(payment).state()).isEqualTo(State.CANCELLED);
        assertThat(only(payment).closing()).contains(new LedgerOperation.Closing("mari", "Mari Maasikas paid in cash"));
        // A person's own words may name a customer.
        assertThat(only(payment).reason()).isEmpty();
        assertThat(only(payment).answer()).isEmpty();
    }
}
