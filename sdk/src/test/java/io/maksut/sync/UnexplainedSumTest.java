package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.Operation;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.AttemptState;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether money is that of a refund which was taken for unpaid is told by sums alone: what the gateway shows beyond what is
 * explained. Times, records and other refunds prove nothing, and where two readings are possible a person is asked.
 */
class UnexplainedSumTest extends LateWorld {
    private void passes(Duration time) {
        passes(sync, time, Duration.ofMinutes(5));
    }

    private void passes(RefundSync by, Duration time, Duration step) {
        by.worker().workOff();
        for (long i = 0; i < time.dividedBy(step); i++) {
            world.clock.advance(step);
            by.worker().workOff();
        }
    }

    private void scans(Duration time, Duration step) {
        for (long i = 0; i < time.dividedBy(step); i++) {
            sync.worker().scanDue();
            passes(sync, step, step);
        }
    }

    private RefundRequest paid(String amount) {
        RefundRequest request = asks(amount);
        sync.worker().workOff();
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        return request;
    }

    /** Its request is lost, and a look at the gateway has proved that nothing was moved. */
    private RefundRequest takenForNotMoved(String amount) {
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest request = asks(amount);
        sync.worker().workOff();
        for (int i = 0; i < 90 && ledger(request).state().mayBeSent(); i++) {
            passes(sync, Duration.ofMinutes(1), Duration.ofMinutes(1));
        }
        assertThat(ledger(request).state()).isEqualTo(State.PENDING);
        return request;
    }

    private void isHeld(RefundRequest request, ReviewReason reviewReason) {
        for (int i = 0; i < 60 && ledger(request).reviewReason().isEmpty(); i++) {
            passes(Duration.ofMinutes(5));
        }
        assertThat(ledger(request).reviewReason()).contains(reviewReason);
    }

    private void isOpen(DiscrepancyKind kind) {
        for (int i = 0; i < 60 && !open().contains(kind); i++) {
            passes(Duration.ofMinutes(5));
        }
        assertThat(open()).contains(kind);
    }

    /** What it did nobody can find out, so a person closes it. */
    private void isClosed(RefundRequest request, SyncDesk.Ending verdict) {
        isHeld(request, ReviewReason.OUTCOME_UNKNOWN);
        sync.syncDesk().close(ledger(request).id(), verdict, "mari", "told by telephone");
        world.frisbii.faults().clear();
        world.everypay.faults().clear();
        passes(Duration.ofMinutes(30));
    }

    private RefundRequest lostAndClosedAsNotPaid(String amount) {
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest request = asks(amount);
        sync.worker().workOff();
        world.onRead(payment, Fault.answer(429, "text/plain", new byte[0])).always();
        isClosed(request, SyncDesk.Ending.DECLINED);
        return request;
    }

    /** The gateway lets nothing through, and a person pays by bank transfer. */
    private void paidByBankTransfer(String amount) {
        isUnauthorised("{\"error\":\"Unauthorized\",\"http_status\":401}");
        isClosed(asks(amount), SyncDesk.Ending.SUCCEEDED);
        isOpen(DiscrepancyKind.REFUND_CAME_BACK);
        accept(DiscrepancyKind.REFUND_CAME_BACK);
    }

    private void isUnauthorised(String body) {
        byte[] answer = body.getBytes(StandardCharsets.UTF_8);
        world.onRefund(payment, Fault.answer(401, "application/json", answer)).always();
    }

    private RefundSync withClockAhead(Duration by) {
        OurClock clock = new OurClock(world.clock);
        clock.ahead(by);
        RefundSync.Builder builder =
                RefundSync.builder(world.dataSource).clock(clock).listener(world.events::add);
        world.gateways().forEach(builder::gateway);
        return builder.shop(world.connected(SyncMode.PORTAL_PAYS)).build();
    }

    /** A payment at Frisbii whose refunds may be processed for a while. */
    private void settledBy(String method) {
        String handle = world.frisbii
                .charge(method)
                .state("settled")
                .amount(6_000)
                .currency("EUR")
                .method(method)
                .created(world.clock.instant())
                .add();
        ordered(world.paid(new PaymentId("flatpay", handle), "60.00"));
    }

    /** The gateway works on a refund of staff's. */
    private String staffsInProcessing(long cents) {
        world.frisbii.asyncRefunds(true);
        String id = world.frisbii.refundAsStaff(payment.reference(), cents);
        world.frisbii.asyncRefunds(false);
        return id;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2})
    void aRefundMadeAtTheSameTimeOrByAClockThatWasSetBackHidesNoLateMoneyAtEveryPay(long ahead) {
        settled(Gateway.EVERYPAY);
        world.ours.ahead(Duration.ofSeconds(ahead));
        paid("10.00");
        world.ours.ahead(Duration.ZERO);
        RefundRequest lost = takenForNotMoved("10.00");
        world.refundAsStaff(payment, "10.00");

        passes(Duration.ofHours(1));

        assertThat(ledger(lost).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(2_000);
    }

    @Test
    void aRefundMadeByAClockThatWasSetBackHidesNoLateMoneyAtFrisbii() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        world.ours.ahead(Duration.ofSeconds(2));
        paid("10.00");
        world.ours.ahead(Duration.ZERO);
        RefundRequest lost = declinedJustNow(sync, "10.00");
        world.refundAsStaff(payment, "10.00");
        RefundRequest again = asks("10.00");

        passes(Duration.ofHours(2));

        assertThat(ledger(lost).state()).isEqualTo(State.SUCCEEDED);
        assertThat(ledger(again).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(2_000);
    }

    @Test
    void whatAPersonPaidByBankTransferDoesNotStandForLateMoney() {
        settled(Gateway.FLATPAY);
        declinedJustNow(sync, "10.00");
        paidByBankTransfer("25.00");
        world.refundAsStaff(payment, "10.00");
        RefundRequest again = asks("10.00");

        passes(Duration.ofHours(1));

        assertThat(ledger(again).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void lateMoneyBesideMoneyThatIsKnownToHaveComeBackIsShownToAPerson() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        paidByBankTransfer("25.00");
        world.clock.advance(Duration.ofDays(2));
        RefundRequest lost = declinedJustNow(sync, "10.00");
        world.refundAsStaff(payment, "10.00");

        passes(Duration.ofHours(2));

        assertThat(ledger(lost).state()).isEqualTo(State.DECLINED);
        assertThat(open()).contains(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 30})
    void moneyThatCameBackHidesNoLateMoney(long hours) {
        String reference = world.everypay
                .payment()
                .account("EUR3D1")
                .state("settled")
                .amount(6_000)
                .method("ob_lt_swedbank")
                .created(world.clock.instant())
                .add();
        ordered(world.paid(new PaymentId("everypay", reference), "60.00"));
        paid("20.00");
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        isClosed(asks("10.00"), SyncDesk.Ending.DECLINED);
        world.everypay.refundFails(payment.reference());
        world.refundAsStaff(payment, "10.00");
        scans(Duration.ofHours(hours), Duration.ofHours(1));
        accept(DiscrepancyKind.REFUND_CAME_BACK);
        asks("10.00");

        passes(Duration.ofHours(1));

        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void whatCameInBeforeTheCorrectionIsAPersonsAlsoWhereTheWorkersClockIsAhead() {
        settled(Gateway.FLATPAY);
        RefundSync ahead = withClockAhead(Duration.ofMinutes(3));
        declinedJustNow(ahead, "25.00");
        world.clock.advance(Duration.ofMinutes(2));
        RefundRequest again = asks("25.00");
        world.refundAsStaff(payment, "25.00");

        passes(ahead, Duration.ofHours(2), Duration.ofMinutes(5));

        assertThat(ledger(again).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void whatCameInBeforeTheShopWasToldIsAPersonsAlsoWhereTheClockThatTookItIsAhead() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        RefundRequest lost = declinedJustNow(sync, "25.00");
        world.shop.isDown(TestShop.Question.TELL);
        world.refundAsStaff(payment, "25.00");
        passes(Duration.ofHours(1));
        assertThat(ledger(lost).state()).isEqualTo(State.SUCCEEDED);
        RefundRequest again = asks(withClockAhead(Duration.ofMinutes(3)), "25.00");
        world.clock.advance(Duration.ofMinutes(1));
        world.shop.isUp();

        passes(Duration.ofHours(1));

        assertThat(ledger(again).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void aPersonsWordHoldsForTheSumThatThePersonSawAndForNoFurtherMoney() {
        settled(Gateway.FLATPAY);
        declinedJustNow(sync, "20.00");
        passes(Duration.ofMinutes(15));
        declinedJustNow(sync, "15.00");
        passes(Duration.ofMinutes(15));
        world.refundAsStaff(payment, "15.00");
        RefundRequest third = asks("20.00");
        isHeld(third, ReviewReason.EARLIER_ARRIVED);
        world.onRead(payment, Fault.answer(429, "text/plain", new byte[0])).always();
        sync.syncDesk().retry(ledger(third).id(), "mari", "it is another than that of 15.00");
        passes(Duration.ofMinutes(5));
        world.refundAsStaff(payment, "20.00");
        world.frisbii.faults().clear();

        passes(Duration.ofHours(1));

        assertThat(ledger(third).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(3_500);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStatusThatTellsNothingOfRefundsEndsNoWatchAndOpensNoDiscrepancy(boolean disputed) {
        settled(Gateway.EVERYPAY);
        RefundRequest first = lostAndClosedAsNotPaid("25.00");
        world.clock.advance(Duration.ofHours(18));
        sync.worker().workOff();
        world.refundAsStaff(payment, "25.00");
        if (disputed) {
            world.everypay.chargeback(payment.reference());
        } else {
            world.everypay.unknownState(payment.reference(), "under_review");
        }
        scans(Duration.ofHours(10), Duration.ofHours(1));
        assertThat(ledger(first).watchedUntil()).isPresent();
        assertThat(open()).isEmpty();
        if (disputed) {
            world.everypay.disputeReversed(payment.reference());
        } else {
            world.everypay.unknownState(payment.reference(), "refunded");
        }
        RefundRequest again = asks("25.00");

        passes(Duration.ofHours(1));

        assertThat(ledger(again).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void aChargebackIsNoLateRefund() {
        settled(Gateway.EVERYPAY);
        world.shop.takesCorrections();
        RefundRequest first = lostAndClosedAsNotPaid("60.00");
        world.everypay.chargeback(payment.reference());

        passes(Duration.ofHours(2));

        assertThat(ledger(first).state()).isEqualTo(State.DECLINED);
    }

    @Test
    void aRefundOfStaffsThatStaysInProcessingHidesNothingAfterADay() {
        settledBy("klarna_pay_later");
        declinedJustNow(sync, "10.00");
        world.refundAsStaff(payment, "10.00");
        staffsInProcessing(300);

        scans(Duration.ofHours(36), Duration.ofHours(2));

        assertThat(open()).contains(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void theWholeOfAPaymentThatArrivesBeforeItIsBegunAgainIsNeverToldDeclined() {
        settled(Gateway.EVERYPAY);
        RefundRequest request = takenForNotMoved("60.00");
        world.refundAsStaff(payment, "60.00");

        passes(Duration.ofHours(2));

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    /** Of 60.00 staff took 40.00: EveryPay counts the rest as refunded as soon as anything is. */
    private void shortCapture() {
        ordered(world.authorised(Gateway.EVERYPAY, "60.00"));
        world.everypay.captureAsStaff(payment.reference(), 4_000);
        world.shop.takesCorrections();
        sync.worker().scanDue();
    }

    @Test
    void whatWasNeverCapturedIsNotTakenForLateMoney() {
        shortCapture();
        RefundRequest first = lostAndClosedAsNotPaid("20.00");
        RefundRequest other = asks("5.00");

        passes(Duration.ofHours(2));

        assertThat(ledger(first).state()).isEqualTo(State.DECLINED);
        assertThat(ledger(other).state()).isEqualTo(State.SUCCEEDED);
    }

    /** The customer has none of it: only what was never captured comes to as much. */
    @ParameterizedTest
    @ValueSource(strings = {"20.00", "10.00"})
    void whatWasNeverCapturedIsNotTakenForTheMoneyOfAFailedRefund(String amount) {
        shortCapture();
        RefundRequest first = paid("5.00");
        world.clock.advance(Duration.ofMinutes(1));
        world.onRefund(
                payment,
                Fault.answer(
                        422,
                        "application/json",
                        "{\"error\":{\"code\":3001,\"message\":\"Do not honor\"}}".getBytes(StandardCharsets.UTF_8)));
        RefundRequest failed = asks(amount);
        passes(Duration.ofHours(1));
        assertThat(world.shop.told(first.id())).containsExactly(Verdict.DONE);
        assertThat(world.shop.told(failed.id())).containsExactly(Verdict.DECLINED);
        assertThat(world.refunded(payment)).isEqualTo(500);

        RefundDecision decision =
                sync.desk().decide(payment, SyncWorld.eur(amount), "mari", "the shop's refund failed");

        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
    }

    @Test
    void whatWasNeverCapturedIsNotLeftToBeRefundedInTheShop() {
        shortCapture();
        RefundRequest unused = paid("5.00");
        world.shop.refund(order, payment, SyncWorld.eur("36.00"), ShopRefund.State.SUCCEEDED, OrderRefund.Payout.NONE);

        scans(Duration.ofHours(1), Duration.ofMinutes(10));

        isOpen(DiscrepancyKind.SHOP_TOTAL_EXCEEDED);
    }

    @Test
    void staffsMoneyAndWhatWasNeverCapturedAreTogetherNoLateMoney() {
        shortCapture();
        RefundRequest first = takenForNotMoved("25.00");
        world.refundAsStaff(payment, "5.00");

        passes(Duration.ofHours(2));

        assertThat(ledger(first).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void anUnsentAttemptIsAPersonsWhereStaffMovedMoneySince() {
        settled(Gateway.FLATPAY);
        isUnauthorised("{\"code\":6,\"error\":\"Not authenticated\",\"http_status\":401}");
        RefundRequest request = asks("10.00");
        sync.worker().workOff();
        assertThat(ledger(request).attemptState).isEqualTo(AttemptState.UNSENT);
        world.refundAsStaff(payment, "10.00");
        world.frisbii.faults().clear();

        isHeld(request, ReviewReason.SUM_UNEXPLAINED);

        assertThat(ledger(request).state()).isEqualTo(State.PENDING);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void anUnsentAttemptIsAPersonsWhereStaffsMoneyWasInProcessing() {
        settledBy("mobilepay");
        String staffs = staffsInProcessing(1_000);
        RefundRequest request = asks("10.00");
        passes(Duration.ofMinutes(1));
        assertThat(ledger(request).attemptState).isEqualTo(AttemptState.UNSENT);
        world.frisbii.finishRefund(staffs, true);

        isHeld(request, ReviewReason.SUM_UNEXPLAINED);

        assertThat(ledger(request).state()).isEqualTo(State.PENDING);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "NOT_TOLD"})
    void lateMoneyBesideARecordInTheShopIsAPersons(OrderRefund.Payout payout) {
        settled(Gateway.EVERYPAY);
        RefundRequest request = takenForNotMoved("10.00");
        world.refundAsStaff(payment, "10.00");
        world.shop.refund(order, payment, SyncWorld.eur("10.00"), ShopRefund.State.SUCCEEDED, payout);
        sync.worker().scanDue();

        isHeld(request, ReviewReason.OUTCOME_UNKNOWN);

        assertThat(world.shop.told(request.id())).isEmpty();
    }

    @Test
    void lateMoneyThatMayBeOfAnotherWatchedRefundIsAPersons() {
        settled(Gateway.EVERYPAY);
        lostAndClosedAsNotPaid("10.00");
        RefundRequest behind = takenForNotMoved("10.00");
        world.refundAsStaff(payment, "10.00");

        isHeld(behind, ReviewReason.OUTCOME_UNKNOWN);

        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void aRefundThatStaysInProcessingIsShownToAPersonAndStillFollowed() {
        settledBy("klarna_pay_later");
        world.frisbii.asyncRefunds(true);
        RefundRequest request = asks("10.00");
        passes(sync, Duration.ofDays(6), Duration.ofHours(6));
        assertThat(ledger(request).state()).isEqualTo(State.PROCESSING);
        assertThat(ledger(request).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);

        world.frisbii.finishRefund(ledger(request).gatewayRefund, true);
        passes(sync, Duration.ofDays(2), Duration.ofHours(6));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aClockThatWasDaysAheadOnceKeepsNoRefundWaiting() {
        settled(Gateway.FLATPAY);
        world.clock.advance(Duration.ofMinutes(15));
        sync.worker().scanDue();
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        RefundRequest first = asks("25.00");
        world.ours.ahead(Duration.ofDays(3));
        passes(sync, Duration.ofMinutes(2), Duration.ofSeconds(30));
        assertThat(ledger(first).state()).isEqualTo(State.DECLINED);
        world.ours.ahead(Duration.ZERO);
        RefundRequest next = asks("20.00");

        passes(Duration.ofHours(1));

        assertThat(ledger(next).state()).isEqualTo(State.SUCCEEDED);
    }
}
