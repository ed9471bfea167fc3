package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Movement;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several orders name one payment, and one of them ships: a person decides, and what the person then does ends the question. */
class SeveralOrdersTest {
    private final SyncWorld world = new SyncWorld();
    private final TestShop other = new TestShop("other", world.clock);
    private RefundSync sync = world.without().shop(shop(world.shop)).build();

    @AfterEach
    void close() {
        world.close();
    }

    private static ConnectedShop shop(TestShop shop) {
        return ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay")
                .withAccounts("flatpay", "everypay")
                .withShipToSettle();
    }

    private void scanAndWork(Duration time) {
        sync.worker().scanDue();
        sync.worker().workOff();
        for (int i = 0; i < 4; i++) {
            world.clock.advance(time.dividedBy(4));
            sync.worker().workOff();
        }
    }

    private void daysPass() {
        for (int i = 0; i < 4; i++) {
            scanAndWork(Duration.ofHours(12));
        }
    }

    private static String order(TestShop shop, PaymentId payment, String total) {
        String order = shop.order(payment);
        shop.totals(order, eur(total));
        return order;
    }

    private String order(PaymentId payment, String total) {
        return order(world.shop, payment, total);
    }

    private long captured(PaymentId payment) {
        return world.books(payment).captured(payment.reference());
    }

    private List<LedgerOperation> captures(PaymentId payment) {
        return sync.ledger().capturesOf(payment);
    }

    /** The one capture that waits for a person. */
    private LedgerOperation waiting(PaymentId payment) {
        List<LedgerOperation> waiting = captures(payment).stream()
                .filter(it -> it.reviewReason().isPresent())
                .toList();
        assertThat(waiting).hasSize(1);
        assertThat(waiting.get(0).reviewReason()).contains(ReviewReason.SHIPPED_UNCLEAR);
        return waiting.get(0);
    }

    private void nothingIsOpen(PaymentId payment) {
        assertThat(captures(payment))
                .allMatch(it -> it.reviewReason().isEmpty() && !it.state().inFlight());
        assertThat(sync.ledger().openCaptures()).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
    }

    private PaymentId withACopy(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String original = order(payment, "29.80");
        scanAndWork(Duration.ofHours(2));
        String copy = order(payment, "29.80");
        assertThat(List.of(original, copy)).containsExactly("order-1", "order-2");
        return payment;
    }

    @Test
    void thePersonReadsWhichOrderItIsAndIsAskedOnceUntilSomethingIsDone() {
        PaymentId payment = withACopy(Gateway.FLATPAY);
        world.shop.ships("order-1", Fulfilment.COMPLETE);
        daysPass();

        LedgerOperation asked = waiting(payment);
        assertThat(asked.reason().orElseThrow()).contains("#order-2");
        assertThat(asked.explainReview(Locale.ENGLISH).orElseThrow()).contains("another order");
        assertThat(sync.ledger().openCaptures()).hasSize(1);
        assertThat(reviews(asked)).isEqualTo(1);

        sync.syncDesk().retry(asked.id(), "mari", "once more");
        daysPass();
        assertThat(captured(payment)).isZero();
        assertThat(reviews(waiting(payment))).isEqualTo(2);
    }

    private long reviews(LedgerOperation capture) {
        return sync.ledger()
                .history(capture)
                .filter(it -> it.kind() == LedgerEvent.Kind.CAPTURE_NEEDS_REVIEW)
                .count();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whenThePaymentIsTakenOutOfTheCopyTheOriginalIsCaptured(Gateway gateway) {
        PaymentId payment = withACopy(gateway);
        world.shop.ships("order-1", Fulfilment.COMPLETE);
        scanAndWork(Duration.ofHours(2));
        assertThat(captured(payment)).isZero();

        world.shop.names("order-2");
        sync.syncDesk().retry(waiting(payment).id(), "mari", "order-2 is a copy, its payment is taken out");
        daysPass();

        assertThat(captured(payment)).isEqualTo(2_980L);
        nothingIsOpen(payment);
    }

    @Test
    void whenTheCopyIsCancelledTheOriginalIsCaptured() {
        PaymentId payment = withACopy(Gateway.FLATPAY);
        world.shop.ships("order-1", Fulfilment.COMPLETE);
        scanAndWork(Duration.ofHours(2));

        world.shop.cancel("order-2", true);
        sync.syncDesk().retry(waiting(payment).id(), "mari", "order-2 is a copy, and is cancelled");
        daysPass();

        assertThat(captured(payment)).isEqualTo(2_980L);
        nothingIsOpen(payment);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatAPersonCapturesForBothPartsOfASplitOrderIsCapturedOnce(Gateway gateway) {
        PaymentId payment = world.authorised(gateway, "29.80");
        String first = order(payment, "14.90");
        String second = order(payment, "14.90");
        scanAndWork(Duration.ofMinutes(15));
        world.shop.ships(first, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofMinutes(15));

        if (gateway == Gateway.FLATPAY) {
            world.frisbii.settleAsStaff(payment.reference(), 2_980);
        } else {
            world.everypay.captureAsStaff(payment.reference(), 2_980);
        }
        sync.syncDesk().dropCapture(waiting(payment).id(), "mari", "captured for both in the portal");
        world.shop.ships(second, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofMinutes(15));
        sync.syncDesk().dropCapture(waiting(payment).id(), "mari", "captured with the first");
        daysPass();

        assertThat(captured(payment)).isEqualTo(2_980L);
        assertThat(world.books(payment).count(Movement.Kind.CAPTURE, payment.reference()))
                .isEqualTo(1);
        assertThat(captures(payment)).extracting(LedgerOperation::state).containsOnly(State.CANCELLED);
        nothingIsOpen(payment);
    }

    @Test
    void anOrderOfAnotherShopCountsAndIsWaitedForWhileItCannotBeRead() {
        sync = world.without().shop(shop(world.shop)).shop(shop(other)).build();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String ours = order(payment, "29.80");
        String theirs = order(other, payment, "29.80");
        scanAndWork(Duration.ofHours(2));
        other.isDown(TestShop.Question.READ);
        world.shop.ships(ours, Fulfilment.COMPLETE);
        scanAndWork(Duration.ofHours(2));
        assertThat(captured(payment)).isZero();
        assertThat(captures(payment)).allMatch(it -> it.reviewReason().isEmpty());

        other.isUp();
        scanAndWork(Duration.ofHours(4));
        assertThat(captured(payment)).isZero();
        other.names(theirs);
        sync.syncDesk().retry(waiting(payment).id(), "mari", "the other order is paid otherwise");
        daysPass();
        assertThat(captured(payment)).isEqualTo(2_980L);
    }

    @Test
    void whileTheOtherOrdersShopIsNotConnectedNothingIsCaptured() {
        sync = world.without().shop(shop(world.shop)).shop(shop(other)).build();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String ours = order(payment, "29.80");
        String theirs = order(other, payment, "29.80");
        scanAndWork(Duration.ofHours(2));
        other.names(theirs);
        world.shop.ships(ours, Fulfilment.COMPLETE);
        RefundSync both = sync;
        sync = world.without().shop(shop(world.shop)).build();
        scanAndWork(Duration.ofHours(6));
        assertThat(captured(payment)).isZero();
        assertThat(captures(payment)).extracting(LedgerOperation::state).containsExactly(State.PENDING);

        sync = both;
        scanAndWork(Duration.ofHours(1));
        assertThat(captured(payment)).isEqualTo(2_980L);
    }

    /** The original, which named the payment when it was made, is cancelled; what ships names it since. */
    @Test
    void thePaymentOfACancelledOrderIsNotCapturedForItsCopyWithoutAPerson() {
        PaymentId payment = withACopy(Gateway.FLATPAY);
        world.shop.cancel("order-1", true);
        world.shop.ships("order-2", Fulfilment.COMPLETE);
        scanAndWork(Duration.ofHours(2));

        assertThat(captured(payment)).isZero();
        sync.syncDesk().dropCapture(waiting(payment).id(), "mari", "the customer pays anew");
        daysPass();
        assertThat(captured(payment)).isZero();
        assertThat(sync.ledger().openCaptures()).isEmpty();
    }

    @Test
    void whereThePlatformVouchesForItsOrdersTheirWordCounts() {
        world.shop.abilities(new ShopAbilities(true, false, true).withVouchedRequests(true));
        PaymentId payment = withACopy(Gateway.FLATPAY);
        world.shop.cancel("order-1", true);
        world.shop.ships("order-2", Fulfilment.COMPLETE);
        scanAndWork(Duration.ofHours(2));

        assertThat(captured(payment)).isEqualTo(2_980L);
    }

    /** How much it is the shop says. */
    @Test
    void whatAShopAsksToCaptureIsCapturedWhicheverOrdersNameThePayment() {
        world.shop.abilities(new ShopAbilities(true, false, true).withVouchedRequests(true));
        PaymentId payment = withACopy(Gateway.FLATPAY);
        scanAndWork(Duration.ofMinutes(15));

        sync.request("shop", AuthorisationRequest.capture("s-1", payment, eur("14.90")));
        scanAndWork(Duration.ofMinutes(15));
        sync.request("shop", AuthorisationRequest.capture("s-2", payment, eur("14.90")));
        scanAndWork(Duration.ofMinutes(15));

        assertThat(captured(payment)).isEqualTo(2_980L);
        assertThat(captures(payment)).extracting(LedgerOperation::state).containsOnly(State.SUCCEEDED);
    }
}
