package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.Fulfilment.Shipment;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A capture is judged on what order, payment and ledger say right before it, and counts each refund once. */
class CaptureFactsTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.without()
            .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
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

    private long captured(PaymentId payment) {
        return world.books(payment).captured(payment.reference());
    }

    private LedgerOperation ledger(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    private String told(PaymentId payment) {
        return "captures " + sync.ledger().capturesOf(payment) + " refunds "
                + sync.ledger().refundsOf(payment)
                + " discrepancies "
                + sync.ledger()
                        .discrepancies(Discrepancy.State.OPEN)
                        .map(Object::toString)
                        .collect(Collectors.joining());
    }

    private boolean personAsked(PaymentId payment) {
        return sync.ledger().capturesOf(payment).stream()
                        .anyMatch(it -> it.reviewReason().isPresent())
                || sync.ledger().refundsOf(payment).stream()
                        .anyMatch(it -> it.reviewReason().isPresent())
                || sync.ledger().discrepancies(Discrepancy.State.OPEN).findAny().isPresent();
    }

    /** A refund that comes while a capture of everything was sent and lost. */
    @Test
    void aRefundBesideALostCaptureIsNotToldDone() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, Fulfilment.COMPLETE);
        world.frisbii.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", "/v1/charge/*/settle");
        sync.worker().scanDue();
        sync.worker().workOff();
        assertThat(sync.ledger().capturesOf(payment).get(0).outcomeUnknown()).isTrue();

        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        for (int i = 0; i < 12; i++) {
            scanAndWork(Duration.ofMinutes(30));
        }
        assertThat(captured(payment) - world.refunded(payment))
                .as("kept of the customer; told " + world.shop.told(request.id()) + " " + told(payment))
                .isEqualTo(1_980L);
    }

    /** EveryPay, sent and lost; the read shows authorised still. */
    @Test
    void aRefundBesideALostCaptureAtEveryPay() {
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, Fulfilment.COMPLETE);
        world.readLag(payment).frozen(payment.reference());
        world.everypay.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/api/v4/payments/capture");
        sync.worker().scanDue();
        sync.worker().workOff();
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        world.readLag(payment).release();
        for (int i = 0; i < 12; i++) {
            scanAndWork(Duration.ofMinutes(30));
        }
        assertThat(captured(payment) - world.refunded(payment))
                .as("kept of the customer; told " + world.shop.told(request.id()) + " " + told(payment))
                .isEqualTo(1_980L);
    }

    /** The capture is DONE in the ledger, and the gateway's read is behind. */
    @Test
    void aRefundAfterACaptureThatReadsDoNotShowYet() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, Fulfilment.COMPLETE);
        world.readLag(payment).frozen(payment.reference());
        sync.worker().scanDue();
        sync.worker().workOff();
        assertThat(sync.ledger().capturesOf(payment).get(0).state()).isEqualTo(State.SUCCEEDED);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        world.readLag(payment).release();
        for (int i = 0; i < 12; i++) {
            scanAndWork(Duration.ofMinutes(30));
        }
        assertThat(world.refunded(payment))
                .as("told " + world.shop.told(request.id()) + " " + told(payment))
                .isEqualTo(1_000L);
    }

    /** Certainly not sent, and sent again as it was judged then. */
    @Test
    void aCaptureThatWasTurnedAwayIsJudgedAnew() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, Fulfilment.COMPLETE);
        world.frisbii
                .faults()
                .next(FrisbiiFaults.refused(7))
                .on("POST", "/v1/charge/*/settle")
                .always();
        scanAndWork(Duration.ofHours(2));
        assertThat(captured(payment)).isZero();
        world.shop.totals(order, eur("19.80"));
        world.frisbii.faults().clear();
        scanAndWork(Duration.ofMinutes(30));
        assertThat(captured(payment)).as(told(payment)).isEqualTo(1_980L);
    }

    /** The order was cancelled meanwhile. */
    @Test
    void aCaptureThatWasTurnedAwayIsNotMadeOfAnOrderCancelledSince() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, Fulfilment.COMPLETE);
        world.frisbii
                .faults()
                .next(FrisbiiFaults.refused(7))
                .on("POST", "/v1/charge/*/settle")
                .always();
        scanAndWork(Duration.ofHours(20));
        world.shop.ships(order, Fulfilment.NONE);
        world.shop.totals(order, eur("0.00"));
        world.frisbii.faults().clear();
        scanAndWork(Duration.ofMinutes(30));
        assertThat(captured(payment)).as(told(payment)).isZero();
    }

    /** A refund lowered the capture; staff captured all in the gateway's portal. */
    @Test
    void aRefundThatWasToLowerACaptureIsMissedWhereStaffCapturedEverything() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        assertThat(ledger(request).state()).isEqualTo(State.CANCELLED);
        world.frisbii.settleAsStaff(payment.reference(), 2_980);
        world.shop.ships(order, Fulfilment.COMPLETE);
        for (int i = 0; i < 60; i++) {
            scanAndWork(Duration.ofHours(1));
        }
        assertThat(personAsked(payment))
                .as("a person is asked; captured " + captured(payment) + " refunded " + world.refunded(payment)
                        + " told " + world.shop.told(request.id()) + " " + told(payment))
                .isTrue();
    }

    /** The first parcel came back and was refunded in full; the second ships. */
    @Test
    void afterAParcelThatWasRefundedInFullTheNextIsCaptured() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00")))));
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).isEqualTo(1_000L);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        assertThat(world.refunded(payment)).isEqualTo(1_000L);
        world.shop.ships(
                order,
                new Fulfilment(
                        true, List.of(new Shipment("parcel-1", eur("10.00")), new Shipment("parcel-2", eur("19.80")))));
        for (int i = 0; i < 30; i++) {
            scanAndWork(Duration.ofHours(1));
        }
        assertThat(captured(payment) == 2_980L || personAsked(payment))
                .as("captured " + captured(payment) + " or a person asked; " + told(payment))
                .isTrue();
    }

    /** An order that was complete is edited: nothing more has shipped. */
    @Test
    void whatWasAddedToAShippedOrderIsNotCapturedBeforeItShips() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "19.80");
        List<Shipment> one = List.of(new Shipment("parcel-1", eur("19.80")));
        world.shop.ships(order, new Fulfilment(true, one));
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).isEqualTo(1_980L);
        world.shop.totals(order, eur("29.80"));
        world.shop.ships(order, new Fulfilment(false, one));
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).as("before it ships; " + told(payment)).isEqualTo(1_980L);
    }

    /** It is taken out of the order again. */
    @Test
    void whatWasAddedAndTakenOutAgainIsNotCaptured() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "19.80");
        List<Shipment> one = List.of(new Shipment("parcel-1", eur("19.80")));
        world.shop.ships(order, new Fulfilment(true, one));
        scanAndWork(Duration.ofMinutes(15));
        world.shop.totals(order, eur("29.80"));
        world.shop.ships(order, new Fulfilment(false, one));
        scanAndWork(Duration.ofMinutes(15));
        world.shop.totals(order, eur("19.80"));
        world.shop.ships(order, new Fulfilment(true, one));
        for (int i = 0; i < 30; i++) {
            scanAndWork(Duration.ofHours(1));
        }
        assertThat(captured(payment))
                .as("order comes to 19.80; " + told(payment))
                .isEqualTo(1_980L);
    }

    /** A parcel is cancelled and shipped again under another id. */
    @Test
    void aParcelThatIsShippedAgainUnderAnotherIdIsCapturedOnce() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00")))));
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, Fulfilment.NONE);
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, new Fulfilment(false, List.of(new Shipment("parcel-1b", eur("10.00")))));
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).as("shipped 10.00; " + told(payment)).isEqualTo(1_000L);
    }

    /** An authorisation that was captured short by staff. */
    @Test
    void aShortCaptureByStaffAtEveryPayIsToldToAPerson() {
        PaymentId payment = world.authorised(Gateway.EVERYPAY, "29.80");
        String order = order(payment, "29.80");
        world.everypay.captureAsStaff(payment.reference(), 1_000);
        world.shop.ships(order, Fulfilment.COMPLETE);
        for (int i = 0; i < 30; i++) {
            scanAndWork(Duration.ofHours(1));
        }
        assertThat(personAsked(payment))
                .as("a person is asked; captured " + captured(payment) + " of 29.80; " + told(payment))
                .isTrue();
    }

    /** Dropped as nothing was left, then the mistake is undone. */
    @Test
    void aCaptureThatWasDroppedByAMistakeThatIsUndoneIsMadeOrAPersonAsked() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        String byHand = world.shop.refund(order, payment, eur("29.80"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.shop.ships(order, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofMinutes(30));
        assertThat(captured(payment)).isZero();
        world.shop.deleteRefund(byHand);
        world.shop.ships(order, Fulfilment.COMPLETE);
        for (int i = 0; i < 30; i++) {
            scanAndWork(Duration.ofHours(1));
        }
        assertThat(captured(payment) == 2_980L || personAsked(payment))
                .as("captured " + captured(payment) + " or a person asked; " + told(payment))
                .isTrue();
    }

    /** An order was split in two, and both name the payment: what one had captured is not the other's. */
    @ParameterizedTest
    @EnumSource(Gateway.class)
    void ofTwoOrdersThatNameOnePaymentTheSecondIsNotDroppedWithoutAPerson(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String first = order(payment, "14.90");
        String second = order(payment, "14.90");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(first, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(second, Fulfilment.COMPLETE);
        for (int i = 0; i < 30; i++) {
            scanAndWork(Duration.ofHours(1));
        }
        assertThat(captured(payment) == 2_980L || personAsked(payment))
                .as("captured " + captured(payment) + " of 29.80, or a person asked; " + told(payment))
                .isTrue();
    }

    /** A plugin made a copy of the order, its transaction id with it; what was paid for has not shipped. */
    @ParameterizedTest
    @EnumSource(Gateway.class)
    void theCopyOfAnOrderCapturesNothingWithoutAPerson(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String original = order(payment, "29.80");
        scanAndWork(Duration.ofHours(2));
        String copy = order(payment, "19.80");
        world.shop.ships(copy, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofHours(2));
        assertThat(captured(payment))
                .as(original + " has not shipped; " + told(payment))
                .isZero();
        assertThat(personAsked(payment)).as(told(payment)).isTrue();
    }

    private static final Fulfilment FIRST = new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00"))));
    private static final Fulfilment BOTH = new Fulfilment(
            true, List.of(new Shipment("parcel-1", eur("10.00")), new Shipment("parcel-2", eur("9.80"))));
    private final Inbox inbox = Inbox.open(world.dataSource, world.clock);
    private final InboxWorker hints =
            InboxWorker.builder(inbox).on("shop", sync.hints("shop")).build();
    private int hinted;

    private void hint(String order) {
        inbox.accept("shop", io.maksut.webhook.Delivery.identified("d-" + ++hinted, order, new byte[0]));
        hints.workOff();
    }

    /** The gateway's reads are behind the first parcel's capture. */
    @Test
    void whileReadsAreBehindNoMoreIsCapturedThanTheOrderComesTo() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "19.80");
        world.readLag(payment).frozen(payment.reference());
        world.shop.ships(order, FIRST);
        sync.worker().scanDue();
        sync.worker().workOff();
        assertThat(captured(payment)).isEqualTo(1_000L);
        world.shop.ships(order, BOTH);
        world.clock.advance(Duration.ofSeconds(5));
        hint(order);
        sync.worker().workOff();
        world.readLag(payment).release();
        scanAndWork(Duration.ofHours(2));
        assertThat(captured(payment))
                .as("order comes to 19.80; " + told(payment))
                .isEqualTo(1_980L);
    }

    /** The same with a lag of seconds, without any edge: two parcels in one step. */
    @Test
    void withReadsTenSecondsBehindTwoParcelsAreCapturedOnce() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "19.80");
        scanAndWork(Duration.ofMinutes(1));
        world.readLag(payment).by(payment.reference(), Duration.ofSeconds(10));
        world.shop.ships(order, FIRST);
        sync.worker().scanDue();
        hint(order);
        sync.worker().workOff();
        assertThat(captured(payment)).isEqualTo(1_000L);
        world.shop.ships(order, BOTH);
        world.clock.advance(Duration.ofSeconds(5));
        hint(order);
        sync.worker().workOff();
        scanAndWork(Duration.ofHours(2));
        assertThat(captured(payment))
                .as("order comes to 19.80; " + told(payment))
                .isEqualTo(1_980L);
    }

    /** What lowered the capture is asked for afterwards under the same id. */
    @Test
    void aRefundThatLoweredTheCaptureIsNotPaidAsWell() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        String id = world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.shop.ships(order, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofMinutes(15));
        assertThat(captured(payment)).isEqualTo(1_980L);
        RefundRequest request =
                RefundRequest.builder(id, payment, eur("10.00")).orderId(order).build();
        sync.request("shop", request);
        scanAndWork(Duration.ofHours(2));
        assertThat(captured(payment) - world.refunded(payment))
                .as(told(payment))
                .isEqualTo(1_980L);
    }

    /** The setting is switched off while the capture waits. */
    @Test
    void whereTheShopCapturesByItselfFromNowOnNothingIsCaptured() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, Fulfilment.COMPLETE);
        sync.worker().scanDue();
        RefundSync off = world.sync(SyncMode.PORTAL_PAYS);
        world.work(off, Duration.ofMinutes(30));
        assertThat(captured(payment)).as(told(payment)).isZero();
    }

    /** Lowered by a request; the platform's record then shows as failed. */
    @Test
    void aRefundDeclinedByDeskCloseAfterLoweringStillCounts() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, FIRST);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("25.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        assertThat(ledger(request).state()).isEqualTo(State.CANCELLED);
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, BOTH);
        scanAndWork(Duration.ofHours(2));
        assertThat(captured(payment)).as(told(payment)).isEqualTo(480L);
    }

    /** The order is shipped and seen so; a refund is asked for before the capture is worked on. */
    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundThatLowersTheCaptureLowersItOnce(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, Fulfilment.COMPLETE);
        sync.worker().scanDue();
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        for (int i = 0; i < 20; i++) {
            world.work(sync, Duration.ofMinutes(10));
            sync.worker().scanDue();
        }
        assertThat(captured(payment)).as(told(payment)).isEqualTo(1_980L);
    }

    /** The same, where the order is noted by nobody in between, and half of it is refunded. */
    @Test
    void aRefundOfHalfLeavesHalfToCapture() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "30.00");
        String order = order(payment, "30.00");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, Fulfilment.COMPLETE);
        sync.worker().scanDue();
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("15.00"));
        sync.request("shop", request);
        for (int i = 0; i < 20; i++) {
            world.work(sync, Duration.ofMinutes(10));
            sync.worker().scanDue();
        }
        assertThat(captured(payment) == 1_500L || personAsked(payment))
                .as("captured " + captured(payment) + " " + told(payment))
                .isTrue();
    }

    /** Told done, and its record is deleted before anybody has read the order again. */
    @Test
    void aRefundThatWasToldDoneLowersTheCaptureThoughItsRecordIsGone() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        scanAndWork(Duration.ofMinutes(15));
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("10.00"));
        sync.request("shop", request);
        sync.worker().workOff();
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(order, Fulfilment.COMPLETE);
        sync.worker().scanDue();
        world.shop.deleteRefund(request.id());
        sync.worker().workOff();
        for (int i = 0; i < 10; i++) {
            scanAndWork(Duration.ofHours(1));
        }
        assertThat(captured(payment))
                .as(world.shop.told(request.id()) + told(payment))
                .isEqualTo(1_980L);
    }

    /** A refund of a parcel that was paid, shown without a word of its money, and not noted yet. */
    @Test
    void aPaidRefundThatIsNotNotedYetIsSubtractedOnce() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment, "29.80");
        world.shop.ships(order, new Fulfilment(false, List.of(new Shipment("parcel-1", eur("10.00")))));
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(
                order,
                new Fulfilment(
                        true, List.of(new Shipment("parcel-1", eur("10.00")), new Shipment("parcel-2", eur("19.80")))));
        sync.worker().scanDue();
        String id = world.shop.refund(
                order,
                payment,
                eur("5.00"),
                io.maksut.refund.ShopRefund.State.SUCCEEDED,
                io.maksut.shop.OrderRefund.Payout.NONE);
        sync.request(
                "shop",
                RefundRequest.builder(id, payment, eur("5.00")).orderId(order).build());
        for (int i = 0; i < 10; i++) {
            world.work(sync, Duration.ofMinutes(10));
            sync.worker().scanDue();
        }
        assertThat(captured(payment))
                .as(world.refunded(payment) + told(payment))
                .isEqualTo(2_980L);
    }
}
