package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.LateExecution;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.frisbii.Operation;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which money may be that of an attempt that was taken for not moved. What stops a payment counts all that may be, what
 * corrects the ledger only what must be.
 */
class LateMoneyTest extends LateWorld {
    @Test
    void whatAPersonPaidOtherwiseHidesNoLateMoney() {
        settled(Gateway.EVERYPAY);
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest first = asks("25.00");
        sync.worker().workOff();
        world.onRead(payment, Fault.answer(429, "text/plain", new byte[0])).always();
        world.work(sync, Duration.ofHours(2));
        assertThat(ledger(first).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        sync.syncDesk().close(ledger(first).id(), SyncDesk.Ending.SUCCEEDED, "mari", "bank transfer");
        world.everypay.faults().clear();
        world.work(sync, Duration.ofHours(3));
        accept(DiscrepancyKind.REFUND_CAME_BACK);
        world.clock.advance(Duration.ofDays(2));
        world.work(sync, Duration.ofMinutes(10));
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest r = asks("25.00");
        sync.worker().workOff();
        assertThat(ledger(r).outcomeUnknown()).isTrue();
        while (ledger(r).state().mayBeSent()) {
            world.work(sync, Duration.ofSeconds(30));
        }
        assertThat(ledger(r).state()).isEqualTo(State.PENDING);
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(2));
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @ParameterizedTest
    @CsvSource({"1, 10.00", "2, 20.00"})
    void anAmountThatEarlierRequestsMayHaveTakenEndsNoRefund(int lost, String next) {
        settled(Gateway.EVERYPAY);
        LateExecution late = LateExecution.whenReleased();
        world.onRefund(payment, Fault.executedLate(late)).times(lost);
        RefundRequest first = asks("10.00");
        world.work(sync, Duration.ofHours(3));
        assertThat(ledger(first).state()).isEqualTo(State.SUCCEEDED);
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest second = asks(next);
        sync.worker().workOff();
        assertThat(ledger(second).outcomeUnknown()).isTrue();

        late.release(); // what the first refund had sent before it was made again
        world.work(sync, Duration.ofHours(3));

        assertThat(world.refunded(payment)).isEqualTo(1_000 + 1_000L * lost);
        assertThat(ledger(second).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        assertThat(ledger(second).reason().orElseThrow()).contains("taken for lost");
        assertThat(world.shop.told(second.id())).isEmpty();
    }

    /** It arrives while the other is being sent, and is all that is missing when that has got no answer. */
    @ParameterizedTest
    @CsvSource({"1, 10.00", "2, 20.00"})
    void norWhenTheyArriveWhileItIsBeingSent(int lost, String next) {
        settled(Gateway.EVERYPAY);
        LateExecution late = LateExecution.whenReleased();
        world.onRefund(payment, Fault.executedLate(late)).times(lost);
        RefundRequest first = asks("10.00");
        world.work(sync, Duration.ofHours(3));
        assertThat(ledger(first).state()).isEqualTo(State.SUCCEEDED);
        world.onRefund(payment, Fault.answer("lost while others arrive", request -> {
            late.release();
            return Reply.of(502, "text/html", "<html>bad gateway</html>");
        }));
        RefundRequest second = asks(next);

        world.work(sync, Duration.ofHours(3));

        assertThat(world.refunded(payment)).isEqualTo(1_000 + 1_000L * lost);
        assertThat(ledger(second).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        assertThat(world.shop.told(second.id())).isEmpty();
    }

    @Test
    void moneyOfBeforeAndAPluginsRefundMakeNoLateRefund() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        refundedByStaffAndAccepted("10.00");
        RefundRequest request = lostThenDeclined("10.00");
        world.shop.refund(order, payment, eur("25.00"), ShopRefund.State.SUCCEEDED, OrderRefund.Payout.SUCCEEDED);
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(4));
        assertThat(ledger(request).state()).isEqualTo(State.DECLINED);
    }

    @Test
    void aRecordOfWhoseMoneyTheShopTellsNothingHidesNoLateMoney() {
        settled(Gateway.EVERYPAY);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, OrderRefund.Payout.NOT_TOLD);
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(1));
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest r = asks("10.00");
        sync.worker().workOff();
        while (ledger(r).state().mayBeSent()) {
            world.work(sync, Duration.ofSeconds(30));
        }
        assertThat(ledger(r).state()).isEqualTo(State.PENDING);
        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(2));
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void anOldAcceptanceEndsNoWatch() {
        settled(Gateway.FLATPAY);
        refundedByStaffAndAccepted("3.00");
        lostThenDeclined("25.00");
        isNotFound();
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(25));
        world.frisbii.faults().clear();
        world.work(sync, Duration.ofHours(2));
        RefundRequest second = asks("25.00");
        world.work(sync, Duration.ofHours(2));
        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
    }

    @Test
    void whatWasThereWhenAPersonClosedHidesNothingThatComesAfter() {
        settled(Gateway.EVERYPAY);
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest first = asks("25.00");
        sync.worker().workOff();
        world.refundAsStaff(payment, "3.00");
        world.work(sync, Duration.ofHours(3));
        sync.syncDesk().close(ledger(first).id(), SyncDesk.Ending.DECLINED, "mari", "3.00 is another");
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(3));
        RefundRequest second = asks("25.00");
        world.work(sync, Duration.ofHours(2));
        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
    }

    @Test
    void aCorrectionAfterTheNextAttemptHidesNoneOfItsMoney() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        lostThenDeclined("25.00");
        RefundRequest b = asks("20.00");
        world.refundAsStaff(payment, "25.00");
        sync.worker().workOff();
        assertThat(ledger(b).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        sync.syncDesk().retry(ledger(b).id(), "mari", "another");
        sync.worker().workOff();
        assertThat(ledger(b).state()).isEqualTo(State.DECLINED);
        world.work(sync, Duration.ofHours(1));
        world.refundAsStaff(payment, "20.00");
        world.work(sync, Duration.ofHours(3));
        // A person had said of that sum that this was another refund: a person is asked again, not the sums.
        assertThat(ledger(b).state()).isEqualTo(State.DECLINED);
        assertThat(open()).contains(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void aRequestThatWaitedBehindIsNoPersons() {
        settled(Gateway.EVERYPAY);
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest r = asks("10.00");
        sync.worker().workOff();
        RefundRequest behind = asks("5.00");
        while (ledger(r).state().mayBeSent()) {
            world.work(sync, Duration.ofSeconds(30));
        }
        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(2));
        assertThat(ledger(behind).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void whatAShopAskedBeforeItWasToldOfTheCorrectionIsAPersons() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        RefundRequest first = lostThenDeclined("25.00");
        world.shop.isDown(TestShop.Question.TELL);
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(3));
        assertThat(ledger(first).state()).isEqualTo(State.SUCCEEDED);
        RefundRequest second = asks("25.00");
        world.clock.advance(Duration.ofHours(1));
        world.shop.isUp();
        world.work(sync, Duration.ofHours(1));
        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
    }

    @Test
    void whatWasNotSentWaitsForAPersonInTheEnd() {
        settled(Gateway.EVERYPAY);
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest first = asks("10.00");
        sync.worker().workOff();
        world.onRead(payment, Fault.answer(429, "text/plain", new byte[0])).always();
        world.work(sync, Duration.ofHours(2));
        sync.syncDesk().close(ledger(first).id(), SyncDesk.Ending.DECLINED, "mari", "the gateway's portal shows none");
        world.everypay.faults().clear();
        world.work(sync, Duration.ofHours(1));
        RefundRequest second = asks("5.00");
        world.network.beforeRead(
                1, () -> world.onRead(payment, Fault.proxyAnswers(503)).always());
        sync.worker().workOff();
        assertThat(ledger(second).attemptState).isEqualTo(LedgerOperation.AttemptState.UNSENT);
        world.work(sync, Duration.ofHours(40));
        assertThat(ledger(second).reviewReason()).isPresent();
    }

    @Test
    void aDiscrepancyThatOnlyTheWatchMadeEndsWithIt() {
        settled(Gateway.FLATPAY);
        lostThenDeclined("25.00");
        world.refundAsStaff(payment, "10.00");
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, OrderRefund.Payout.NONE);
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(30));
        assertThat(open()).doesNotContain(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    /** Its request is lost, and carried out just after it was taken for not moved. */
    private void arrivesLate(RefundRequest request, String amount) {
        while (!ledger(request).outcomeUnknown()) {
            world.work(sync, Duration.ofSeconds(30));
        }
        while (ledger(request).state().mayBeSent()) {
            world.work(sync, Duration.ofSeconds(30));
        }
        world.refundAsStaff(payment, amount);
    }

    @Test
    void eachOfTwoThatArriveLateOneAfterTheOtherIsFoundToBePaid() {
        settled(Gateway.EVERYPAY);
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING).times(2);
        RefundRequest first = asks("2.00");
        RefundRequest second = asks("4.00");
        arrivesLate(first, "2.00");
        arrivesLate(second, "4.00");

        world.work(sync, Duration.ofHours(2));

        assertThat(List.of(ledger(first).state(), ledger(second).state())).containsOnly(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(600);
    }
}
