package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people may do about what waits for them; all of it on record. */
class SyncDeskTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final SyncDesk desk = sync.syncDesk();
    private PaymentId payment;
    private RefundRequest request;

    @BeforeEach
    void aRefundWhoseOutcomeNobodyKnows() {
        payment = world.settled(Gateway.EVERYPAY, "29.80");
        request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        sync.request("shop", request);
        sync.worker().workOff();
        world.refundAsStaff(payment, "7.00");
        world.work(sync, Duration.ofHours(2));
        assertThat(refund().reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private LedgerOperation refund() {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    @Test
    void closedAsPaidTheShopIsToldDone() {
        desk.close(refund().id(), SyncDesk.Ending.SUCCEEDED, "mari", "the portal shows it");
        sync.worker().workOff();

        assertThat(refund().state()).isEqualTo(State.SUCCEEDED);
        assertThat(refund().closing()).contains(new LedgerOperation.Closing("mari", "the portal shows it"));
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        assertThat(world.refunds(payment)).isZero();
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
    }

    @Test
    void closedAsNotPaidTheShopIsToldDeclinedWithWords() {
        desk.close(refund().id(), SyncDesk.Ending.DECLINED, "mari", "not in the portal");
        sync.worker().workOff();

        assertThat(refund().state()).isEqualTo(State.DECLINED);
        assertThat(refund().closing()).contains(new LedgerOperation.Closing("mari", "not in the portal"));
        assertThat(refund().answer()).isPresent();
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DECLINED);
    }

    @Test
    void triedAgainItIsLookedAtAgainAndNotPaidAgain() {
        desk.retry(refund().id(), "mari", "look again");
        world.work(sync, Duration.ofMinutes(30));

        assertThat(world.refunds(payment)).isZero();
        assertThat(refund().reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
    }

    @Test
    void whoDidItAndWhyIsOnRecord() {
        desk.retry(refund().id(), "mari", "look again");
        world.work(sync, Duration.ofMinutes(1));
        desk.close(refund().id(), SyncDesk.Ending.SUCCEEDED, "kalle", "the portal shows it");

        assertThat(sync.ledger().history(refund()))
                .filteredOn(it -> it.by().isPresent())
                .extracting(LedgerEvent::kind, it -> it.by().orElseThrow())
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(LedgerEvent.Kind.RETRIED, "mari"),
                        org.assertj.core.api.Assertions.tuple(LedgerEvent.Kind.CLOSED, "kalle"));
    }

    @Test
    void whatDoesNotWaitForAPersonIsNotClosed() {
        desk.close(refund().id(), SyncDesk.Ending.SUCCEEDED, "mari", "the portal shows it");

        assertThatIllegalStateException()
                .isThrownBy(() -> desk.close(refund().id(), SyncDesk.Ending.DECLINED, "mari", "no, it does not"));
        sync.worker().workOff();
        assertThatIllegalStateException().isThrownBy(() -> desk.retry(refund().id(), "mari", "again"));
        assertThatIllegalArgumentException().isThrownBy(() -> desk.retry(4711, "mari", "what"));
        assertThatIllegalArgumentException().isThrownBy(() -> desk.retry(refund().id(), " ", "why"));
        assertThatIllegalArgumentException().isThrownBy(() -> desk.retry(refund().id(), "mari", " "));
    }

    @Test
    void aRequestThatWaitsBehindAnotherMayBeCalledOff() {
        RefundRequest later = world.shop.asksToRefund("order-1", payment, eur("1.00"));
        sync.request("shop", later);
        sync.worker().workOff();
        LedgerOperation waiting = sync.ledger().refund("shop", later.id()).orElseThrow();

        desk.close(waiting.id(), SyncDesk.Ending.DECLINED, "mari", "the customer changed her mind");
        sync.worker().workOff();

        assertThat(world.shop.told(later.id())).containsExactly(Verdict.DECLINED);
        assertThatIllegalStateException()
                .isThrownBy(() -> desk.close(waiting.id(), SyncDesk.Ending.SUCCEEDED, "mari", "x"));
    }

    @Test
    void aShopThatWillNotTakeTheAnswerIsAcceptedAsItIs() {
        desk.close(refund().id(), SyncDesk.Ending.SUCCEEDED, "mari", "the portal shows it");
        world.shop.isDown(TestShop.Question.TELL);
        world.work(sync, Duration.ofHours(30));
        assertThat(refund().reviewReason()).contains(ReviewReason.SHOP_NOT_TOLD);

        desk.acceptShop(refund().id(), "mari", "set by hand in the shop");

        assertThat(sync.ledger().waitingForPerson()).isEmpty();
        assertThat(refund().shopWaits()).isFalse();
    }

    @Test
    void whileAWorkerIsAtThePaymentOneTriesAgainLater() {
        LedgerOperation refund = refund();
        world.shop.duringNextAnswer(
                () -> assertThat(desk.retry(refund.id(), "mari", "now")).isEmpty());

        desk.close(refund.id(), SyncDesk.Ending.SUCCEEDED, "mari", "the portal shows it");
        sync.worker().workOff();

        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }
}
