package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop that can record a direct refund only by asking for one: whatever it asks meanwhile, a person says what it is. */
class RecordQuestionTest {
    private final SyncWorld world = new SyncWorld();
    private RefundSync sync;

    @BeforeEach
    void open() {
        world.shop.abilities(new ShopAbilities(true, false, true, true).withVouchedRequests(true));
        sync = world.sync(SyncMode.PORTAL_PAYS);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private PaymentId failedInShop(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("7.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(11));
        return payment;
    }

    private LedgerOperation refundDirectly(PaymentId payment) {
        RefundDecision decision = sync.desk().decide(payment, eur("7.00"), "mari", "it failed in the shop");
        DirectRefund made = sync.desk().execute(((RefundDecision.Allowed) decision).permit());
        return ((DirectRefund.Made) made).refund();
    }

    private LedgerOperation asks(String session, PaymentId payment, String amount) {
        return sync.request(
                        "shop",
                        RefundRequest.builder(session, payment, eur(amount)).build())
                .operation();
    }

    private LedgerOperation now(LedgerOperation refund) {
        return sync.ledger().refund(refund.id()).orElseThrow();
    }

    @Test
    void aRequestIsHeldInTheCommitThatTakesItInSoThatNobodyPaysItBetween() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        refundDirectly(payment);

        LedgerOperation request = asks("session-1", payment, "5.00");

        assertThat(request.reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);
        assertThat(now(request).reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);
        sync.worker().workOff();
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told("session-1")).isEmpty();
    }

    @Test
    void requestsThatCameWhileTheDirectRefundWasUnknownAreAskedAboutOnceItIsDone() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        LedgerOperation direct = refundDirectly(payment);
        assertThat(direct.outcomeUnknown()).isTrue();
        LedgerOperation first = asks("session-1", payment, "7.00");
        LedgerOperation second = asks("session-2", payment, "7.00");

        world.work(sync, Duration.ofMinutes(30));

        assertThat(now(direct).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(700);
        assertThat(now(first).reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);
        assertThat(now(second).reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);
        sync.syncDesk().isRecord(first.id(), direct.id(), "mari", "that is it");
        sync.syncDesk().isAnotherRefund(second.id(), "mari", "and one more");
        world.work(sync, Duration.ofMinutes(30));
        assertThat(world.refunded(payment)).isEqualTo(1_400);
        assertThat(world.shop.told("session-1")).containsExactly(Verdict.DONE);
        assertThat(world.shop.told("session-2")).containsExactly(Verdict.DONE);
    }

    @Test
    void aRecordMadeByHandOfTheSameAmountEndsNoQuestion() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        LedgerOperation direct = refundDirectly(payment);
        // Cash for another thing, say: it carries no key.
        world.shop.refund("order-1", payment, eur("7.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(30));

        LedgerOperation request = asks("session-1", payment, "7.00");
        world.work(sync, Duration.ofMinutes(5));

        assertThat(now(direct).unrecorded()).isTrue();
        assertThat(now(request).reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void theShopIsToldOnceItAnswersAndNoRefundIsAllowedMeanwhile() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        LedgerOperation direct = refundDirectly(payment);
        LedgerOperation request = asks("session-1", payment, "7.00");
        world.shop.isDown(TestShop.Question.TELL);
        sync.syncDesk().isRecord(request.id(), direct.id(), "mari", "that is it");
        world.work(sync, Duration.ofMinutes(1));
        assertThat(now(request).shopWaits()).isTrue();
        assertThat(sync.desk().decide(payment, eur("7.00"), "mari", "again"))
                .isNotInstanceOf(RefundDecision.Allowed.class);

        world.shop.isUp();
        world.work(sync, Duration.ofMinutes(5));

        assertThat(world.shop.told("session-1")).containsExactly(Verdict.DONE);
        assertThat(now(request).state()).isEqualTo(State.CANCELLED);
        assertThat(now(request).state() == State.SUCCEEDED).isFalse();
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void whoAnswersTwiceOrOfAnotherPaymentIsToldSoAndChangesNothing() {
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        LedgerOperation direct = refundDirectly(payment);
        PaymentId other = failedInShop(Gateway.FLATPAY);
        LedgerOperation request = asks("session-1", payment, "7.00");
        LedgerOperation unasked = asks("session-2", other, "5.00");
        assertThatThrownBy(() -> sync.syncDesk().isRecord(unasked.id(), direct.id(), "mari", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sync.syncDesk().isAnotherRefund(unasked.id(), "mari", "x"))
                .isInstanceOf(IllegalStateException.class);

        sync.syncDesk().isAnotherRefund(request.id(), "mari", "another one");

        assertThatThrownBy(() -> sync.syncDesk().isRecord(request.id(), direct.id(), "liisa", "no, the record"))
                .isInstanceOf(IllegalStateException.class);
        world.work(sync, Duration.ofMinutes(5));
        assertThat(world.refunded(payment)).isEqualTo(1_400);
        assertThatThrownBy(() -> sync.syncDesk().isAnotherRefund(request.id(), "liisa", "again"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(world.refunded(payment)).isEqualTo(1_400);
    }

    @Test
    void whatTheShopRecordsByItselfIsNotAskedAbout() {
        world.shop.abilities(new ShopAbilities(true, true, false));
        PaymentId payment = failedInShop(Gateway.FLATPAY);
        refundDirectly(payment);

        RefundRequest request = world.shop.asksToRefund("order-1", payment, eur("5.00"));
        sync.request("shop", request);
        sync.worker().workOff();

        assertThat(world.refunded(payment)).isEqualTo(1_200);
    }
}
