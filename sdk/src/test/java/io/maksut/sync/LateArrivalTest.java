package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.maksut.everypay.EveryPayPortal;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.Operation;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request that was lost on the way is carried out late. The gateway's own hand moves the money here: what the books show is
 * the same.
 */
class LateArrivalTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
    private final Clerk clerk = new Clerk(world, sync);

    @AfterEach
    void close() {
        world.close();
    }

    /** A shop's refund of 10.00 whose request got lost on the way. */
    private RefundRequest lost(PaymentId payment) {
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("10.00"));
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", request);
        sync.worker().workOff();
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

    private List<LedgerEvent.Kind> told(LedgerOperation refund) {
        return world.events.stream()
                .filter(SyncEvent.RefundChanged.class::isInstance)
                .map(SyncEvent.RefundChanged.class::cast)
                .filter(it -> it.refund().id() == refund.id())
                .map(SyncEvent.RefundChanged::what)
                .toList();
    }

    @Test
    void moneyThatMoves400SecondsAfterTheTimestampIsPaidOnce() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = lost(payment);

        world.work(sync, Duration.ofSeconds(400));
        assertThat(ledger(request).state()).isEqualTo(State.UNKNOWN);
        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(2));

        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @Test
    void moneyThatMovesWithinTheMarginOfTheAccountIsPaidOnce() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = lost(payment);

        world.work(sync, Duration.ofMinutes(24));
        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(2));

        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void moneyThatMovesAfterItWasMadeAgainIsFoundAndCalledPaidTwice() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = lost(payment);
        world.work(sync, Duration.ofHours(1));
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);

        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(told(ledger(request))).contains(LedgerEvent.Kind.PAID_LATE);
        assertThat(open()).contains(DiscrepancyKind.PAID_AGAIN_LATE).doesNotContain(DiscrepancyKind.ONLY_AT_GATEWAY);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    /** What the record stands for, the late request or money of staff's, only a person knows. */
    @ParameterizedTest
    @ValueSource(strings = {"10.00", "3.00"})
    void aRecordMadeByHandHidesNoMoneyThatMovesLate(String byHand) {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = lost(payment);
        world.work(sync, Duration.ofHours(1));
        assertThat(world.refunds(payment)).isEqualTo(1);
        world.shop.refund("order-1", payment, eur(byHand), ShopRefund.State.SUCCEEDED, OrderRefund.Payout.NONE);
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(1));

        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofDays(3));

        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .filteredOn(it -> it.kind() == DiscrepancyKind.ONLY_AT_GATEWAY)
                .extracting(Discrepancy::amount)
                .containsExactly(eur("10.00"));
        assertThat(told(ledger(request))).doesNotContain(LedgerEvent.Kind.PAID_LATE);
    }

    @Test
    void moneyThatMovesBeforeItIsMadeAgainIsNotPaidAgain() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = lost(payment);
        while (ledger(request).state().mayBeSent()) {
            world.work(sync, Duration.ofSeconds(30));
        }
        assertThat(ledger(request).state()).as("taken for not moved").isEqualTo(State.PENDING);

        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(2));

        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @Test
    void aDirectRefundThatWasDeclinedAfterItsOutcomeWasUnknownIsCorrectedWhenItsMoneyMoves() {
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        LedgerOperation refund = clerk.executed(permit);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        world.work(sync, Duration.ofMinutes(5));
        assertThat(sync.ledger().refund(refund.id()).orElseThrow().state()).isEqualTo(State.DECLINED);

        world.refundAsStaff(payment, "25.00");
        world.work(sync, Duration.ofHours(3));

        LedgerOperation corrected = sync.ledger().refund(refund.id()).orElseThrow();
        assertThat(corrected.state()).isEqualTo(State.SUCCEEDED);
        assertThat(told(refund)).contains(LedgerEvent.Kind.PAID_LATE);
        assertThat(open()).contains(DiscrepancyKind.PAID_LATE);
        assertThat(world.shop.writes()).as("recorded in the shop").isEqualTo(1);
        assertThat(clerk.decide(payment, "25.00")).isInstanceOf(RefundDecision.Refused.class);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void aShopThatWasToldDeclinedIsToldDone() {
        world.shop.takesCorrections();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = lost(payment);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        world.work(sync, Duration.ofMinutes(5));
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DECLINED);

        world.work(sync, Duration.ofHours(20));
        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DECLINED, Verdict.DONE);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void whereTheShopTakesNoCorrectionAPersonIsAsked() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = lost(payment);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        world.work(sync, Duration.ofMinutes(5));
        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(1));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(ledger(request).reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);
        assertThat(open()).contains(DiscrepancyKind.PAID_LATE, DiscrepancyKind.SHOP_SAYS_FAILED);
    }

    @Test
    void whatAPersonClosedAsNotPaidWhileItWasUnknownIsCorrectedWhenItsMoneyMoves() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = lost(payment);
        world.onRead(payment, Fault.answer(429, "text/plain", new byte[0])).always();
        world.work(sync, Duration.ofHours(2));
        LedgerOperation held = ledger(request);
        assertThat(held.reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        sync.syncDesk().close(held.id(), SyncDesk.Ending.DECLINED, "mari", "the gateway's portal shows none");
        world.everypay.faults().clear();

        world.work(sync, Duration.ofHours(1));
        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(open()).contains(DiscrepancyKind.PAID_LATE);
    }

    @Test
    void moneyOfTheLastMinutesOfTheDayIsFound() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = lost(payment);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        world.work(sync, Duration.ofMinutes(1));
        Instant until = ledger(request).watchedUntil;
        world.work(sync, Duration.between(world.clock.instant(), until).minusMinutes(2));

        world.refundAsStaff(payment, "10.00");
        world.work(sync, Duration.ofHours(1));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void moneyThatIsFirstSeenAfterTheDayIsOverCorrectsNothing() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = lost(payment);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        world.work(sync, Duration.ofHours(25));
        assertThat(ledger(request).state()).isEqualTo(State.DECLINED);

        world.refundAsStaff(payment, "10.00");
        world.shop.totals(ledger(request).orderId().orElseThrow(), eur("29.80"));
        world.shop.refund(
                ledger(request).orderId().orElseThrow(),
                payment,
                eur("1.00"),
                ShopRefund.State.FAILED,
                OrderRefund.Payout.NONE);
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(2));

        assertThat(ledger(request).state()).isEqualTo(State.DECLINED);
        assertThat(open()).contains(DiscrepancyKind.ONLY_AT_GATEWAY).doesNotContain(DiscrepancyKind.PAID_LATE);
    }

    @Test
    void otherMoneyThanThatOfTheRefundCorrectsNothing() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = lost(payment);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        world.work(sync, Duration.ofMinutes(5));

        world.refundAsStaff(payment, "9.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(ledger(request).state()).isEqualTo(State.DECLINED);
        assertThat(open()).contains(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void theWindowAndTheMarginOfAnAccountAreChecked() {
        EveryPayPortal.Builder builder =
                EveryPayPortal.builder().apiUsername("u").apiSecret("s").accountName("EUR3D1");

        assertThatIllegalStateException()
                .isThrownBy(() -> builder.lateArrivalMargin(Duration.ZERO).buildGateway())
                .withMessageContaining("lateArrivalMargin");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.lateArrivalMargin(Duration.ofMinutes(20))
                        .requestWindow(Duration.ofDays(2))
                        .buildGateway())
                .withMessageContaining("requestWindow");
    }
}
