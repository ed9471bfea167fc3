package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundPermit;
import io.maksut.sandbox.Fault;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an earlier refund that was taken for not moved does to the next one: its money may arrive before, while and after the
 * next is made. Only what came after its attempt is its money.
 */
class EarlierArrivedTest extends LateWorld {
    private final Clerk clerk = new Clerk(world, sync);

    @Test
    void moneyThatWasThereBeforeIsNotTakenForALateRefund() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        refundedByStaffAndAccepted("25.00");
        RefundRequest request = lostThenDeclined("25.00");

        world.work(sync, Duration.ofHours(3));

        assertThat(world.refunded(payment)).isEqualTo(2_600);
        assertThat(ledger(request).state()).isEqualTo(State.DECLINED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DECLINED);
    }

    @Test
    void moneyThatWasThereBeforeMakesNoRefundPaidTwice() {
        settled(Gateway.EVERYPAY);
        refundedByStaffAndAccepted("25.00");
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest request = asks("25.00");

        world.work(sync, Duration.ofHours(3));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(5_100);
        assertThat(open()).doesNotContain(DiscrepancyKind.PAID_AGAIN_LATE);
    }

    @Test
    void moneyThatAPersonHasAcceptedHidesNoLateRefund() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        refundedByStaffAndAccepted("3.00");
        RefundRequest request = lostThenDeclined("25.00");
        world.refundAsStaff(payment, "25.00");

        world.work(sync, Duration.ofHours(4));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void moneyThatMayBeOfTwoRefundsOrOfOneIsAPersons() {
        settled(Gateway.FLATPAY);
        List<RefundRequest> requests = List.of(lostThenDeclined("10.00"), lostThenDeclined("10.00"));

        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(4));

        assertThat(requests).extracting(it -> ledger(it).state()).containsOnly(State.DECLINED);
        assertThat(open()).contains(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void whatAShopAsksForAfterTheEarlierOneWasFoundIsAPersonsToo() {
        settled(Gateway.FLATPAY);
        lostThenDeclined("25.00");
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(1));
        RefundRequest second = asks("25.00");

        world.work(sync, Duration.ofHours(1));

        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void aPersonWhoHasItTriedAgainSaysThatItIsAnother() {
        settled(Gateway.FLATPAY);
        lostThenDeclined("25.00");
        RefundRequest second = asks("20.00");
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(2));
        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);

        sync.syncDesk().retry(ledger(second).id(), "mari", "the customer returned two things");
        world.work(sync, Duration.ofHours(1));

        assertThat(ledger(second).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(4_500);
    }

    @Test
    void whatShopsKnewOfBeforeTheyAskedAgainIsNoQuestion() {
        settled(Gateway.FLATPAY);
        world.shop.takesCorrections();
        RefundRequest first = lostThenDeclined("25.00");
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(2));
        assertThat(world.shop.told(first.id())).containsExactly(Verdict.DECLINED, Verdict.DONE);

        RefundRequest second = asks("25.00");
        world.work(sync, Duration.ofHours(1));

        assertThat(ledger(second).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void whatIsSentAgainHoursLaterIsAPersonsToo() {
        settled(Gateway.FLATPAY);
        lostThenDeclined("25.00");
        RefundRequest second = asks("25.00");
        byte[] unauthorized = "{\"error\":\"Unauthorized\",\"http_status\":401}".getBytes(StandardCharsets.UTF_8);
        world.onRefund(payment, Fault.answer(401, "application/json", unauthorized))
                .always();
        world.work(sync, Duration.ofMinutes(30));
        assertThat(ledger(second).outcomeUnknown()).isTrue();
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofMinutes(30));
        world.frisbii.faults().clear();

        world.work(sync, Duration.ofHours(2));

        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void theMoneyOfTheDayIsFoundWhileTheNextRefundWaitsForAPerson() {
        settled(Gateway.FLATPAY);
        RefundRequest first = lostThenDeclined("25.00");
        RefundRequest second = asks("25.00");
        isNotFound();
        world.work(sync, Duration.ofHours(1));
        assertThat(ledger(second).reviewReason()).contains(ReviewReason.PAYMENT_UNKNOWN);
        world.frisbii.faults().clear();

        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(4));
        assertThat(ledger(first).state()).isEqualTo(State.SUCCEEDED);
        sync.syncDesk().retry(ledger(second).id(), "mari", "the gateway is back");
        world.work(sync, Duration.ofHours(1));

        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void aDayInWhichNobodyCouldLookEndsNoWatch() {
        settled(Gateway.FLATPAY);
        RefundRequest first = lostThenDeclined("25.00");
        isNotFound();
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(25));
        RefundRequest second = asks("25.00");
        world.frisbii.faults().clear();

        world.work(sync, Duration.ofHours(2));

        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);
        assertThat(ledger(first).state()).as("when it came nobody knows").isEqualTo(State.DECLINED);
        assertThat(open()).contains(DiscrepancyKind.ONLY_AT_GATEWAY);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void whatTheGatewayHadTakenOnAndAPersonClosedAsNotPaidIsWatched() {
        PaymentId link = clerk.paidByLink(Gateway.FLATPAY, "60.00");
        byte[] processing = ("{\"id\":\"rf_x\",\"state\":\"processing\",\"invoice\":\"" + link.reference()
                        + "\",\"amount\":2500,\"currency\":\"EUR\",\"transaction\":\"t1\",\"type\":\"card\","
                        + "\"created\":\"2026-06-01T10:00:00.000+00:00\"}")
                .getBytes(StandardCharsets.UTF_8);
        world.onRefund(link, Fault.answer(200, "application/json", processing));
        LedgerOperation refund = clerk.executed(clerk.allowed(link, "25.00"));
        assertThat(refund.state()).isEqualTo(State.PROCESSING);
        world.work(sync, Duration.ofHours(4));
        sync.syncDesk().close(refund.id(), SyncDesk.Ending.DECLINED, "mari", "the gateway shows none");

        assertThat(sync.desk().execute(clerk.allowed(link, "25.00"))).isInstanceOf(DirectRefund.Unanswered.class);
        world.refundAsStaff(link, "25.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(sync.ledger().refund(refund.id()).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
        assertThat(open()).contains(DiscrepancyKind.PAID_LATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aDeskThatLosesThePaymentToAnotherSaysThatItWasMadeBefore(int reads) {
        PaymentId link = clerk.paidByLink(Gateway.FLATPAY, "60.00");
        RefundPermit permit = clerk.allowed(link, "25.00");
        RefundSync other = world.sync(SyncMode.PORTAL_PAYS);
        AtomicReference<DirectRefund> second = new AtomicReference<>();
        world.network.beforeRead(reads, () -> {
            world.clock.advance(Duration.ofMinutes(3));
            second.set(other.desk().execute(permit));
        });

        DirectRefund first = sync.desk().execute(permit);

        assertThat(List.of(first, second.get()))
                .extracting(it -> it.getClass().getSimpleName())
                .containsExactly("MadeBefore", "Made");
        assertThat(world.refunds(link)).isEqualTo(1);
    }
}
