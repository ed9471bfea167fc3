package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An order is over, and what was reserved for it still is: it is released where that is switched on, else a person knows. */
class StandingAuthorisationTest {
    private final SyncWorld world = new SyncWorld();
    private RefundSync sync = built(true);
    private int hinted;

    private RefundSync built(boolean releases) {
        ConnectedShop shop = world.connected(SyncMode.PORTAL_PAYS).withShipToSettle();
        return world.without()
                .shop(releases ? shop.withReleaseWhenOver() : shop)
                .build();
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** How an order comes to its end. */
    private enum End {
        CANCELLED,
        BIN,
        DELETED
    }

    private PaymentId seen(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String unused = world.shop.order(payment);
        minutes(10);
        return payment;
    }

    private static String orderOf(int number) {
        return "order-" + number;
    }

    private void ends(End end) {
        switch (end) {
            case CANCELLED -> world.shop.cancel(orderOf(1), true);
            case BIN -> {
                world.shop.trash(orderOf(1));
                hint();
            }
            case DELETED -> {
                world.shop.deleteOrder(orderOf(1));
                hint();
            }
        }
    }

    /** The shop says that something of the order has changed. */
    private void hint() {
        Inbox inbox = Inbox.open(world.dataSource, world.clock);
        inbox.accept("shop", Delivery.identified("d-" + ++hinted, orderOf(1), new byte[0]));
        InboxWorker.builder(inbox).on("shop", sync.hints("shop")).build().workOff();
    }

    private void minutes(int minutes) {
        for (int step = 0; step < minutes; step += 5) {
            world.clock.advance(Duration.ofMinutes(5));
            sync.worker().scanDue();
            sync.worker().workOff();
        }
    }

    private long releases(PaymentId payment) {
        return world.books(payment).count(Movement.Kind.VOID, payment.reference());
    }

    private List<DiscrepancyKind> open() {
        return sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .map(Discrepancy::kind)
                .toList();
    }

    private LedgerOperation release(PaymentId payment) {
        List<LedgerOperation> all = sync.ledger().voidsOf(payment);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whereItIsSwitchedOnACancelledOrdersAuthorisationIsReleasedOnce(Gateway gateway) {
        PaymentId payment = seen(gateway);
        ends(End.CANCELLED);

        minutes(60);

        assertThat(releases(payment)).isEqualTo(1);
        assertThat(release(payment).state()).isEqualTo(State.SUCCEEDED);
        assertThat(release(payment).kind()).isEqualTo(Kind.ORDER_OVER);
        assertThat(release(payment).amount()).isEqualTo(eur("29.80"));
        assertThat(open()).isEmpty();
        assertThat(sync.ledger().history(release(payment)))
                .extracting(LedgerEvent::kind)
                .containsExactly(
                        LedgerEvent.Kind.VOID_REQUESTED, LedgerEvent.Kind.VOID_SUBMITTED, LedgerEvent.Kind.VOIDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"BIN", "DELETED"})
    void soIsThatOfAnOrderInTheBinOrDeleted(End end) {
        PaymentId payment = seen(Gateway.FLATPAY);
        ends(end);

        minutes(60);

        assertThat(releases(payment)).isEqualTo(1);
        assertThat(open()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whereItIsNotSwitchedOnAPersonIsShownWhatStandsUntilItDoesNot(End end) {
        sync = built(false);
        PaymentId payment = seen(Gateway.FLATPAY);
        ends(end);

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(sync.ledger().voidsOf(payment)).isEmpty();
        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
        Discrepancy discrepancy =
                sync.ledger().discrepancies(Discrepancy.State.OPEN).findFirst().orElseThrow();
        assertThat(discrepancy.amount()).isEqualTo(eur("29.80"));

        world.frisbii.cancelAsStaff(payment.reference());
        world.clock.advance(Duration.ofDays(2));
        minutes(30);
        assertThat(open()).isEmpty();
    }

    /** Most plugins of shops release by themselves when the order is cancelled, a little later. */
    @Test
    void whatTheShopReleasesByItselfIsNotShownAndNotReleasedAgain() {
        PaymentId payment = seen(Gateway.FLATPAY);
        ends(End.CANCELLED);
        minutes(5);
        world.frisbii.cancelAsStaff(payment.reference());

        minutes(60);

        assertThat(sync.ledger().voidsOf(payment)).isEmpty();
        assertThat(open()).isEmpty();
    }

    @Test
    void anOrderThatIsLiveAgainKeepsItsAuthorisation() {
        PaymentId payment = seen(Gateway.FLATPAY);
        ends(End.CANCELLED);
        minutes(5);
        world.shop.cancel(orderOf(1), false);

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(open()).isEmpty();
    }

    /** Cancelled no more after the release was called for, and before it is sent. */
    @Test
    void theOrderIsReadRightBefore() {
        PaymentId payment = seen(Gateway.FLATPAY);
        MoneyStop stop = sync.syncDesk().stop(MoneyStop.Scope.all(), "mari", "odd numbers");
        ends(End.CANCELLED);
        minutes(60);
        world.shop.cancel(orderOf(1), false);
        sync.syncDesk().start(stop.id(), "mari", "understood");
        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(release(payment).state()).isEqualTo(State.CANCELLED);
        assertThat(open()).isEmpty();
    }

    @Test
    void aPaymentThatAnotherLiveOrderNamesIsAPersons() {
        PaymentId payment = seen(Gateway.FLATPAY);
        String unused = world.shop.order(payment);
        minutes(10);
        ends(End.CANCELLED);

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
    }

    /** Whoever can write the shop's orders could have any authorisation released. */
    @Test
    void aPaymentThatIsNotEstablishedAsTheOrdersIsAPersons() {
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String first = world.shop.order();
        minutes(10);
        world.clock.advance(Duration.ofDays(1));
        world.shop.names(first, payment);
        minutes(10);
        world.shop.cancel(first, true);

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
    }

    @Test
    void whileACaptureOfItIsUnknownNothingIsReleased() {
        PaymentId payment = seen(Gateway.EVERYPAY);
        world.shop.ships(orderOf(1), Fulfilment.COMPLETE);
        world.everypay.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/api/v4/payments/capture");
        world.readLag(payment).frozen(payment.reference());
        minutes(10);
        ends(End.CANCELLED);
        minutes(30);
        world.readLag(payment).release();

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(2_980);
    }

    @Test
    void whatWasPartlyCapturedIsAPersons() {
        PaymentId payment = seen(Gateway.FLATPAY);
        world.frisbii.settleAsStaff(payment.reference(), 1_000);
        ends(End.CANCELLED);

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
        assertThat(sync.ledger()
                        .discrepancies(Discrepancy.State.OPEN)
                        .findFirst()
                        .orElseThrow()
                        .amount())
                .isEqualTo(eur("19.80"));
    }

    @Test
    void aLostAnswerIsFoundOutAndNothingIsReleasedTwice() {
        PaymentId payment = seen(Gateway.EVERYPAY);
        world.everypay.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/api/v4/payments/void");
        ends(End.CANCELLED);

        minutes(60);

        assertThat(releases(payment)).isEqualTo(1);
        assertThat(release(payment).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void whatAPersonAcceptedAsItIsIsNotReleasedLater() {
        sync = built(false);
        PaymentId payment = seen(Gateway.FLATPAY);
        ends(End.CANCELLED);
        minutes(60);
        sync.syncDesk()
                .acceptDiscrepancy(
                        sync.ledger()
                                .discrepancies(Discrepancy.State.OPEN)
                                .findFirst()
                                .orElseThrow()
                                .id(),
                        "mari",
                        "paid later");
        sync = built(true);

        minutes(60);
        world.clock.advance(Duration.ofDays(1));
        minutes(60);

        assertThat(releases(payment)).isZero();
    }

    @Test
    void aShopWhoseOrdersAreCapturedByItselfIsLeftAlone() {
        sync = world.sync(SyncMode.SHOP_PAYS);
        PaymentId payment = seen(Gateway.FLATPAY);
        ends(End.CANCELLED);

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
    }

    @Test
    void whatIsStoppedWaits() {
        PaymentId payment = seen(Gateway.FLATPAY);
        MoneyStop stop = sync.syncDesk().stop(MoneyStop.Scope.all(), "mari", "odd numbers");
        ends(End.CANCELLED);

        minutes(60);
        assertThat(releases(payment)).isZero();
        assertThat(release(payment).reviewReason()).contains(ReviewReason.STOPPED);
        sync.syncDesk().start(stop.id(), "mari", "understood");
        minutes(15);

        assertThat(releases(payment)).isEqualTo(1);
    }

    /** A release knows no key, and sent again it releases what somebody needs by now. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReleaseThatMayNotHaveArrivedIsNotSentAgainForAnOrderThatIsLiveAgain(boolean unread) {
        PaymentId payment = seen(Gateway.FLATPAY);
        world.frisbii
                .faults()
                .next(Fault.RESET_BEFORE_PROCESSING)
                .on("POST", "/v1/charge/*/cancel")
                .always();
        ends(End.CANCELLED);
        minutes(30);
        assertThat(release(payment).outcomeUnknown()).isTrue();
        world.shop.cancel(orderOf(1), false);
        if (unread) {
            world.shop.isDown(TestShop.Question.READ);
        }
        world.frisbii.faults().clear();

        minutes(90);

        assertThat(releases(payment)).isZero();
        assertThat(release(payment).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        assertThat(sync.syncDesk().close(release(payment).id(), SyncDesk.Ending.DECLINED, "mari", "not released"))
                .isPresent();
    }

    @Test
    void aReleaseThatHadArrivedIsDoneThoughTheOrderIsLiveAgain() {
        PaymentId payment = seen(Gateway.FLATPAY);
        world.frisbii.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/charge/*/cancel");
        world.readLag(payment).frozen(payment.reference());
        ends(End.CANCELLED);
        minutes(30);
        world.shop.cancel(orderOf(1), false);
        world.readLag(payment).release();

        minutes(60);

        assertThat(releases(payment)).isEqualTo(1);
        assertThat(release(payment).state()).isEqualTo(State.SUCCEEDED);
    }

    /** What was shipped is captured of the reservation: a person was asked how much. */
    @Test
    void whatAPersonWasAskedToCaptureIsNotReleased() {
        PaymentId payment = seen(Gateway.FLATPAY);
        world.shop.totals(orderOf(1), eur("49.80"));
        world.shop.ships(orderOf(1), Fulfilment.COMPLETE);
        minutes(15);
        assertThat(sync.ledger().capturesOf(payment))
                .singleElement()
                .satisfies(it -> assertThat(it.reviewReason()).contains(ReviewReason.ORDER_ABOVE_RESERVED));
        ends(End.CANCELLED);

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
    }

    @Test
    void aCaptureThatIsWantedAfterTheReleaseWasIsNotTakenAway() {
        PaymentId payment = seen(Gateway.FLATPAY);
        MoneyStop stop = sync.syncDesk().stop(MoneyStop.Scope.all(), "mari", "odd numbers");
        ends(End.CANCELLED);
        minutes(60);
        world.shop.cancel(orderOf(1), false);
        world.shop.ships(orderOf(1), Fulfilment.COMPLETE);
        minutes(15);
        world.shop.cancel(orderOf(1), true);
        sync.syncDesk().start(stop.id(), "mari", "understood");

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
    }

    /** What was not read proves nothing: it may be live. */
    @Test
    void anOrderOfAShopThatIsNotConnectedHereKeepsTheAuthorisation() {
        TestShop other = new TestShop("other", world.clock);
        ConnectedShop second =
                ConnectedShop.of(other, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay");
        ConnectedShop first =
                world.connected(SyncMode.PORTAL_PAYS).withShipToSettle().withReleaseWhenOver();
        sync = world.without().shop(first).shop(second).build();
        minutes(10);
        PaymentId payment = seen(Gateway.FLATPAY);
        world.clock.advance(Duration.ofHours(2));
        String there = other.order(payment);
        other.totals(there, eur("29.80"));
        minutes(30);
        sync = built(true);
        ends(End.CANCELLED);

        minutes(60);

        assertThat(releases(payment)).isZero();
        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
    }

    /** Its clock is behind ours: what it says of when the order changed is before we last looked. */
    @ParameterizedTest
    @ValueSource(ints = {0, -10, -50})
    void anOrderThatIsOverIsSeenWhateverTheClockOfItsShop(int ahead) {
        OurClock clock = new OurClock(world.clock);
        clock.ahead(Duration.ofMinutes(ahead));
        TestShop shop = new TestShop("shop", clock);
        sync = world.without()
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay"))
                .build();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = shop.order(payment);
        shop.totals(order, eur("29.80"));
        minutes(10);
        shop.refund(order, payment, eur("1.00"), ShopRefund.State.FAILED, OrderRefund.Payout.NONE);
        minutes(20); // the payment has just been compared
        shop.cancel(order, true);

        minutes(60);

        assertThat(open()).containsExactly(DiscrepancyKind.AUTHORISATION_STANDS);
    }

    /** It was released by us, and is shipped after all: nobody pays for it. */
    @Test
    void whatIsShippedAfterItWasReleasedIsAPersons() {
        PaymentId payment = seen(Gateway.FLATPAY);
        ends(End.CANCELLED);
        minutes(60);
        assertThat(releases(payment)).isEqualTo(1);
        world.shop.cancel(orderOf(1), false);
        world.shop.ships(orderOf(1), Fulfilment.COMPLETE);

        minutes(30);

        assertThat(sync.ledger().openCaptures())
                .singleElement()
                .satisfies(it -> assertThat(it.reviewReason()).contains(ReviewReason.CAPTURE_REFUSED));
    }
}
