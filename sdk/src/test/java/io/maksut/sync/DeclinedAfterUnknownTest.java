package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.RefundQuestion;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.Operation;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Within one call the answer to a refund is lost, and its repetition is declined: the first copy may still arrive. While it
 * may, no other refund takes its place unless a person says so. The gateway's own hand moves the late money here.
 */
class DeclinedAfterUnknownTest {
    private final SyncWorld world = new SyncWorld(TestDatabases.SQLITE, 2);
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final Clerk clerk = new Clerk(world, sync);

    @AfterEach
    void close() {
        world.close();
    }

    private void lostThenDeclined(PaymentId payment) {
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
    }

    private LedgerOperation now(LedgerOperation refund) {
        return sync.ledger().refund(refund.id()).orElseThrow();
    }

    private RefundRequest asks(PaymentId payment, String order, String amount) {
        RefundRequest request = world.shop.asksToRefund(order, payment, eur(amount));
        sync.request("shop", request);
        return request;
    }

    private LedgerOperation ledger(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    private List<DiscrepancyKind> open() {
        return sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .map(Discrepancy::kind)
                .toList();
    }

    /** A direct refund of 25.00 that was declined after its first copy had been lost. */
    private LedgerOperation declinedDirect(PaymentId payment) {
        RefundPermit permit = clerk.allowed(payment, "25.00");
        lostThenDeclined(payment);
        LedgerOperation refund = clerk.executed(permit);
        assertThat(refund.state()).isEqualTo(State.DECLINED);
        return refund;
    }

    @Test
    void aShopsRefundIsCorrectedWhenItsFirstCopyIsCarriedOutLate() {
        world.shop.takesCorrections();
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        lostThenDeclined(payment);
        RefundRequest request = asks(payment, world.shop.order(payment), "25.00");
        sync.worker().workOff();
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DECLINED);

        world.work(sync, Duration.ofHours(20));
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DECLINED, Verdict.DONE);
        assertThat(open()).contains(DiscrepancyKind.PAID_LATE).doesNotContain(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void aDirectRefundIsCorrectedWhenItsFirstCopyIsCarriedOutLate() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        LedgerOperation refund = declinedDirect(payment);

        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(now(refund).state()).isEqualTo(State.SUCCEEDED);
        assertThat(open()).contains(DiscrepancyKind.PAID_LATE);
        assertThat(clerk.decide(payment, "25.00")).isInstanceOf(RefundDecision.Refused.class);
    }

    @Test
    void aSecondDirectRefundIsNotMadeBeforeAPersonSaysThatItIsAnother() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        declinedDirect(payment);

        RefundPermit second = clerk.allowed(payment, "25.00");
        DirectRefund refused = sync.desk().execute(second);

        assertThat(refused).isInstanceOf(DirectRefund.Unanswered.class);
        assertThat(world.refunded(payment)).isZero();
        RefundQuestion question = second.questions().get(0);
        assertThat(question.ask(Locale.ENGLISH, ZoneOffset.UTC)).contains("25.00", "Jun 1, 2026", "Jun 2, 2026");
        assertThat(sync.desk().permit(second.id()).orElseThrow().questions())
                .as("asked by another process, too")
                .isEqualTo(second.questions());

        sync.desk().answer(second, question, "kaarina");
        assertThat(sync.desk().execute(second)).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void whatWasDeclinedInAnotherCallIsAskedAboutToo() {
        PaymentId payment = clerk.paidByLink(Gateway.FLATPAY, "60.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING).times(2);
        LedgerOperation refund = clerk.executed(permit);
        assertThat(refund.outcomeUnknown()).isTrue();
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        world.work(sync, Duration.ofMinutes(5));
        assertThat(now(refund).state()).isEqualTo(State.DECLINED);
        world.clock.advance(Duration.ofHours(20));

        assertThat(sync.desk().execute(clerk.allowed(payment, "10.00"))).isInstanceOf(DirectRefund.Unanswered.class);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void whatAPersonClosedAsNotPaidWhileItWasUnknownIsAskedAboutToo() {
        PaymentId payment = clerk.paidByLink(Gateway.FLATPAY, "60.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        world.onRefund(payment, Fault.answer(200, "text/html", new byte[] {'<'}))
                .always();
        LedgerOperation refund = clerk.executed(permit);
        world.work(sync, Duration.ofHours(2));
        sync.syncDesk().close(refund.id(), SyncDesk.Ending.DECLINED, "mari", "the gateway shows none");
        world.frisbii.faults().clear();

        assertThat(sync.desk().execute(clerk.allowed(payment, "25.00"))).isInstanceOf(DirectRefund.Unanswered.class);
    }

    @Test
    void whenTheDayIsOverNothingIsAsked() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        declinedDirect(payment);
        world.clock.advance(Duration.ofHours(25));

        assertThat(clerk.allowed(payment, "25.00").questions()).isEmpty();
    }

    @Test
    void whatWasDeclinedAtOnceIsNotAskedAbout() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        assertThat(clerk.executed(permit).state()).isEqualTo(State.DECLINED);

        assertThat(clerk.allowed(payment, "25.00").questions()).isEmpty();
    }

    @Test
    void aShopThatAsksAgainIsPaidOnlyAfterTheFirstHasHadTimeToArrive() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        String order = world.shop.order(payment);
        lostThenDeclined(payment);
        RefundRequest first = asks(payment, order, "25.00");
        sync.worker().workOff();
        RefundRequest second = asks(payment, order, "25.00");

        world.work(sync, Duration.ofMinutes(9));
        assertThat(world.refunded(payment)).isZero();
        assertThat(ledger(second).state()).isEqualTo(State.PENDING);
        assertThat(ledger(second).reviewReason()).isEmpty();

        world.work(sync, Duration.ofMinutes(5));
        assertThat(ledger(first).state()).isEqualTo(State.DECLINED);
        assertThat(ledger(second).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void aShopThatAsksAgainIsNotPaidWhenTheFirstHasArrived() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        String order = world.shop.order(payment);
        lostThenDeclined(payment);
        RefundRequest first = asks(payment, order, "25.00");
        sync.worker().workOff();
        RefundRequest second = asks(payment, order, "25.00");
        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(world.refunded(payment)).isEqualTo(2_500);
        assertThat(ledger(first).state()).isEqualTo(State.SUCCEEDED);
        assertThat(ledger(second).reviewReason()).contains(ReviewReason.EARLIER_ARRIVED);

        sync.syncDesk().retry(ledger(second).id(), "mari", "it is another refund");
        world.work(sync, Duration.ofMinutes(20));
        assertThat(world.refunded(payment)).isEqualTo(5_000);
    }
}
