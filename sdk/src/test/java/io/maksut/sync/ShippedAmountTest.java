package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.sandbox.frisbii.Operation;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.Fulfilment.Shipment;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much shipping captures, and what becomes of a capture that is declined, or whose answer is lost. */
class ShippedAmountTest {
    private static final Fulfilment FIRST_PARCEL =
            new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00"))));
    private static final Fulfilment BOTH_PARCELS = new Fulfilment(
            true, List.of(new Shipment("parcel-1", eur("10.00")), new Shipment("parcel-2", eur("19.80"))));

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

    private String order(PaymentId payment, String total) {
        String order = world.shop.order(payment);
        world.shop.totals(order, eur(total));
        return order;
    }

    private void completed(String order) {
        world.shop.ships(order, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofMinutes(15));
        scanAndWork(Duration.ofMinutes(15));
    }

    private long captured(PaymentId payment) {
        return world.books(payment).captured(payment.reference());
    }

    private LedgerOperation only(PaymentId payment) {
        List<LedgerOperation> captures = sync.ledger().capturesOf(payment);
        assertThat(captures).hasSize(1);
        return captures.get(0);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void anItemTakenOutBeforeShippingIsNotCaptured(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.totals(order, eur("19.80"));

        completed(order);

        assertThat(captured(payment)).as("captured").isEqualTo(1_980L);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatWasRefundedBeforeShippingIsNotCaptured(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = order(payment, "29.80");
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NOT_TOLD);

        completed(order);

        assertThat(captured(payment)).as("captured").isEqualTo(1_980L);
        assertThat(world.refunded(payment)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void anOrderRefundedByHandInFullAndCompletedByMistakeIsNotCaptured(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = order(payment, "29.80");
        world.shop.refund(order, payment, eur("29.80"), ShopRefund.State.SUCCEEDED, Payout.NONE);

        completed(order);

        assertThat(captured(payment)).as("captured").isEqualTo(0L);
    }

    /** EveryPay counts what was never captured as captured and refunded, as soon as anything is refunded. */
    @Test
    void whatWasNeverCapturedIsNotTakenForARefundThatTheShopDoesNotShow() {
        RefundSync portalPays = world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .build();
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        String order = order(payment, "19.80");
        world.everypay.captureAsStaff(payment.reference(), 1_980);
        portalPays.worker().scanDue();
        portalPays.request("shop", world.shop.asksToRefund(order, payment, eur("5.00")));
        world.work(portalPays, Duration.ofMinutes(15));
        assertThat(world.refunded(payment)).isEqualTo(500L);

        world.shop.ships(order, Fulfilment.COMPLETE);
        portalPays.worker().scanDue();
        world.work(portalPays, Duration.ofMinutes(15));

        assertThat(only(payment).reviewReason()).isEmpty();
        assertThat(only(payment).state()).isEqualTo(State.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void anOrderWorthMoreThanIsReservedGoesToAPerson(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.totals(order, eur("39.80"));

        completed(order);

        assertThat(captured(payment)).as("captured").isEqualTo(0L);
        assertThat(only(payment).reviewReason()).as("a person is asked").contains(ReviewReason.ORDER_ABOVE_RESERVED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatAGiftCardPaidIsNotCaptured(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "25.00");
        String order = order(payment, "30.00");
        world.shop.paidOtherwise(order, eur("5.00"));

        completed(order);

        assertThat(captured(payment)).as("captured").isEqualTo(2_500L);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void ofAnOrderThatAGiftCardPaidInPartARefundToTheCardLowersWhatTheCardIsCapturedFor(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "25.00");
        String order = order(payment, "30.00");
        world.shop.paidOtherwise(order, eur("5.00"));
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NOT_TOLD);

        completed(order);

        assertThat(captured(payment)).as("captured").isEqualTo(2_000L);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatAGiftCardGotBackIsSubtractedOnce(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "25.00");
        String order = order(payment, "30.00");
        world.shop.paidOtherwise(order, eur("2.00"));
        world.shop.refund(order, null, eur("3.00"), ShopRefund.State.SUCCEEDED, Payout.NOT_TOLD);

        completed(order);

        assertThat(captured(payment)).as("captured").isEqualTo(2_500L);
    }

    @Test
    void whatAGiftCardGotBackBetweenTwoParcelsIsNotWaitedForAtTheGateway() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "34.80");
        world.shop.paidOtherwise(order, eur("5.00"));
        world.shop.ships(order, FIRST_PARCEL);
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).isEqualTo(1_000L);
        world.shop.paidOtherwise(order, eur("0.00"));
        world.shop.refund(order, null, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NOT_TOLD);

        world.shop.ships(order, BOTH_PARCELS);
        scanAndWork(Duration.ofMinutes(15));
        scanAndWork(Duration.ofMinutes(15));

        assertThat(captured(payment)).as("captured").isEqualTo(2_980L);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whereItIsNotKnownWhatOtherTendersPaidAPersonIsAsked(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = order(payment, "29.80");
        world.shop.paidOtherwise(order, null);

        completed(order);

        assertThat(captured(payment)).as("captured").isEqualTo(0L);
        assertThat(only(payment).reviewReason()).contains(ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void anOrderThatIsNotShownAsShippedAnyMoreIsForAPerson() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, Fulfilment.COMPLETE);
        sync.worker().scanDue();
        world.shop.ships(order, Fulfilment.NONE);

        scanAndWork(Duration.ofMinutes(15));

        assertThat(captured(payment)).isZero();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void anOrderThatNamesAnotherPaymentByNowIsForAPerson() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        PaymentId other = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, Fulfilment.COMPLETE);
        sync.worker().scanDue();
        world.shop.names(order, other);

        sync.worker().workOff();

        assertThat(captured(payment)).isZero();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void afterAParcelOfWhichAPartWasRefundedTheRestOfTheOrderIsCaptured() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, FIRST_PARCEL);
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).isEqualTo(1_000L);
        world.refundAsStaff(payment, "5.00");
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);

        world.shop.ships(order, BOTH_PARCELS);
        scanAndWork(Duration.ofMinutes(15));
        scanAndWork(Duration.ofMinutes(15));

        assertThat(captured(payment)).as("captured").isEqualTo(2_980L);
        assertThat(world.refunded(payment)).isEqualTo(500L);
    }

    @Test
    void aCaptureThatWasDeclinedIsTriedAgainUnderAnotherKey() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, FIRST_PARCEL);
        scanAndWork(Duration.ofMinutes(15));
        world.frisbii.declineNext(Operation.SETTLE, "insufficient_funds", "soft_declined");
        world.shop.ships(order, BOTH_PARCELS);
        scanAndWork(Duration.ofMinutes(15));
        LedgerOperation declined = sync.ledger().capturesOf(payment).stream()
                .filter(it -> it.reviewReason().isPresent())
                .findFirst()
                .orElseThrow();

        sync.syncDesk().retry(declined.id(), "mari", "the customer has put money on the card");
        scanAndWork(Duration.ofMinutes(15));

        assertThat(captured(payment)).as("captured").isEqualTo(2_980L);
    }

    @Test
    void aCaptureOfEverythingThatWasDeclinedIsTriedAgain() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.frisbii.declineNext(Operation.SETTLE, "insufficient_funds", "soft_declined");
        completed(order);
        assertThat(only(payment).reviewReason()).isPresent();

        sync.syncDesk().retry(only(payment).id(), "mari", "the customer has put money on the card");
        scanAndWork(Duration.ofMinutes(15));

        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
        assertThat(captured(payment)).isEqualTo(2_980L);
    }

    @ParameterizedTest
    @ValueSource(ints = {122, 6, 7})
    void aCaptureStaysUnknownWhileTheResolvingCallIsTurnedAway(int code) {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.shop.ships(order(payment, "29.80"), Fulfilment.COMPLETE);
        world.frisbii.readLag().frozen(payment.reference());
        world.frisbii.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/charge/*/settle");
        sync.worker().scanDue();
        sync.worker().workOff();
        assertThat(only(payment).state()).isEqualTo(State.UNKNOWN);
        world.frisbii
                .faults()
                .next(FrisbiiFaults.refused(code))
                .on("POST", "/v1/charge/*/settle")
                .always();

        world.clock.advance(Duration.ofMinutes(1));
        sync.worker().workOff();

        assertThat(only(payment).state()).as("whether it was sent").isEqualTo(State.UNKNOWN);
        world.frisbii.faults().clear();
        world.frisbii.readLag().release();
        scanAndWork(Duration.ofMinutes(30));
        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.books(payment).count(Movement.Kind.CAPTURE, payment.reference()))
                .isEqualTo(1);
    }

    @Test
    void aCaptureStaysUnknownWhileNothingOfTheGatewayCanBeReached() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        world.shop.ships(order(payment, "29.80"), Fulfilment.COMPLETE);
        world.frisbii.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/charge/*/settle");
        sync.worker().scanDue();
        sync.worker().workOff();
        world.frisbii.faults().next(Fault.proxyAnswers(403)).always();

        world.work(sync, Duration.ofMinutes(10));

        assertThat(only(payment).state()).isEqualTo(State.UNKNOWN);
        world.frisbii.faults().clear();
        world.work(sync, Duration.ofMinutes(30));
        assertThat(only(payment).state()).isEqualTo(State.SUCCEEDED);
    }
}
