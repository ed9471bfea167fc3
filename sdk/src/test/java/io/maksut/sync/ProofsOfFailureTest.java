package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.RefundQuestion;
import io.maksut.refund.ShopRefund;
import io.maksut.refund.Statement;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One failure that is proved twice is good for one direct refund. */
class ProofsOfFailureTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private RefundDecision decide(PaymentId payment, String amount) {
        return sync.desk().decide(payment, eur(amount), "mari", "the customer asked");
    }

    private RefundPermit allowed(PaymentId payment, String amount) {
        RefundDecision decision = decide(payment, amount);
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        return ((RefundDecision.Allowed) decision).permit();
    }

    private PaymentId failedInShop() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));
        return payment;
    }

    private void stated(PaymentId payment, String amount) {
        sync.statements().shopRefundFailed(payment, eur(amount), "mari", "Could not be refunded: timeout");
        world.clock.advance(Duration.ofMinutes(26));
    }

    @Test
    void aRecordAndAStatementOfItAllowOneRefund() {
        PaymentId payment = failedInShop();
        stated(payment, "10.00");

        sync.desk().execute(allowed(payment, "10.00"));

        assertThat(decide(payment, "10.00").row()).isEqualTo(6);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void twoPermitsForOneFailureMoveMoneyOnce() {
        PaymentId payment = failedInShop();
        stated(payment, "10.00");
        RefundPermit one = allowed(payment, "10.00");
        RefundPermit two = allowed(payment, "10.00");

        sync.desk().execute(one);

        assertThat(sync.desk().execute(two)).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void twoClerksWhoStateTheSameFailureAllowOneRefund() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.order(payment);
        stated(payment, "10.00");
        stated(payment, "10.00");

        sync.desk().execute(allowed(payment, "10.00"));

        assertThat(decide(payment, "10.00").row()).isEqualTo(6);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void aStatementMadeAfterTheDirectRefundIsTakenForTheSameWhateverItsAmount() {
        PaymentId payment = failedInShop();
        sync.desk().execute(allowed(payment, "10.00"));
        world.clock.advance(Duration.ofDays(2));
        stated(payment, "8.00");

        assertThat(decide(payment, "8.00").row()).isEqualTo(6);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void aRecordThatComesToLightAfterItsStatementWasUsedIsTakenForTheSame() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        stated(payment, "10.00");
        sync.desk().execute(allowed(payment, "10.00"));
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));

        assertThat(decide(payment, "10.00").row()).isEqualTo(6);
    }

    @Test
    void aStatementThatWasWithdrawnAfterItWasUsedStaysTheSameFailure() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.order(payment);
        String first = sync.statements()
                .shopRefundFailed(payment, eur("10.00"), "mari", "timeout")
                .id();
        world.clock.advance(Duration.ofMinutes(26));
        sync.desk().execute(allowed(payment, "10.00"));
        sync.statements().withdraw(first, "mari", "a mistake");
        stated(payment, "10.00");

        assertThat(decide(payment, "10.00").row()).isEqualTo(6);
    }

    @Test
    void aRecordThatTheShopDeletedAfterItWasUsedStaysTheSameFailure() {
        PaymentId payment = failedInShop();
        String record = world.shop.refundsOf("order-1").get(0).id();
        sync.desk().execute(allowed(payment, "10.00"));
        world.shop.deleteRefund(record);
        stated(payment, "10.00");

        assertThat(decide(payment, "10.00").row()).isEqualTo(6);
    }

    private RefundQuestion.AnotherFailure question(RefundDecision decision) {
        assertThat(decision).isInstanceOf(RefundDecision.Undetermined.class);
        return (RefundQuestion.AnotherFailure)
                ((RefundDecision.Undetermined) decision).questions().get(0);
    }

    @Test
    void aPersonWhoSaysThatItIsAnotherRefundLetsItBeMadeAndIsOnRecord() {
        PaymentId payment = failedInShop();
        sync.desk().execute(allowed(payment, "10.00"));
        stated(payment, "8.00");

        Statement said = sync.desk().answer(payment, question(decide(payment, "8.00")), true, "kaarina", "two shoes");

        assertThat(sync.desk().execute(allowed(payment, "8.00"))).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(1_800);
        assertThat(sync.ledger().history(payment))
                .filteredOn(it -> it.kind() == LedgerEvent.Kind.STATED)
                .anySatisfy(it -> {
                    assertThat(it.by()).contains("kaarina");
                    assertThat(it.details()).contains("two shoes", said.id());
                });
        assertThat(decide(payment, "8.00").row()).as("it was used as well").isEqualTo(7);
    }

    @Test
    void anAnswerThatIsWithdrawnAllowsNothing() {
        PaymentId payment = failedInShop();
        sync.desk().execute(allowed(payment, "10.00"));
        stated(payment, "8.00");
        Statement said = sync.desk().answer(payment, question(decide(payment, "8.00")), true, "kaarina", "two shoes");
        RefundPermit permit = allowed(payment, "8.00");

        sync.statements().withdraw(said.id(), "kaarina", "it was one pair");

        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.NotAllowed.class);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void aPersonWhoSaysThatItIsTheSameEndsTheMatter() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        stated(payment, "10.00");
        sync.desk().execute(allowed(payment, "10.00"));
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));

        Statement unused =
                sync.desk().answer(payment, question(decide(payment, "10.00")), false, "kaarina", "that very one");

        assertThat(decide(payment, "10.00").row()).isEqualTo(7);
    }

    @Test
    void twoFailuresInTheShopAreTwoAndTheSecondRefundAsksAboutTheFirst() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));
        RefundPermit one = allowed(payment, "10.00");
        RefundPermit two = allowed(payment, "10.00");
        assertThat(two.questions()).isEmpty();
        sync.desk().execute(one);

        DirectRefund asked = sync.desk().execute(two);

        assertThat(asked).isInstanceOf(DirectRefund.Unanswered.class);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
        RefundPermit known = sync.desk().permit(two.id()).orElseThrow();
        assertThat(known.questions()).isEqualTo(((DirectRefund.Unanswered) asked).questions());
        sync.desk().answer(known, known.questions().get(0), "kaarina");
        sync.desk().answer(known, known.questions().get(0), "kaarina");
        assertThat(sync.desk().execute(known)).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(2_000);
        assertThat(sync.ledger().history(payment))
                .filteredOn(it -> it.kind() == LedgerEvent.Kind.STATED)
                .singleElement()
                .satisfies(it -> assertThat(it.by()).contains("kaarina"));
    }

    @Test
    void aYesIsGoodForThePermitThatItWasSaidToAlone() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        for (int i = 0; i < 3; i++) {
            world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        }
        world.clock.advance(Duration.ofMinutes(26));
        sync.desk().execute(allowed(payment, "5.00"));
        RefundPermit answered = allowed(payment, "5.00");
        RefundPermit other = allowed(payment, "5.00");
        answered.questions().forEach(question -> sync.desk().answer(answered, question, "kaarina"));

        assertThat(sync.desk().execute(other)).isInstanceOf(DirectRefund.Unanswered.class);
        assertThat(sync.desk().execute(answered)).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }
}
