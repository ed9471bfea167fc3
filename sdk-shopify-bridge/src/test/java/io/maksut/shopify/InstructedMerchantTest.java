package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.HANDLE;
import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sandbox.shopify.shop.Outcome;
import io.maksut.sandbox.shopify.shop.Refunds;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.DiscrepancyKind;
import io.maksut.sync.LedgerEvent;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncDesk;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A merchant who does to the letter what he was told after a direct refund: the customer is not paid a second time. */
class InstructedMerchantTest {
    private static final Pattern KEY = Pattern.compile("maksut:\\S+?(?=[ ,.])");

    private ShopifyWorld world = ShopifyWorld.withPaymentsApp();

    @AfterEach
    void close() {
        world.close();
    }

    /** A refund of 7.00 failed in the shop, and was made directly. */
    private LedgerOperation refundedDirectly(RefundSync sync, PaymentId payment, String order) {
        world.sandbox.gateway(HANDLE).provider(payout -> Outcome.failure("PROCESSING_ERROR", "down"));
        world.merchant.refund(order).amount("7.00").make();
        world.clock.advance(Duration.ofMinutes(11));
        RefundDecision decision = sync.desk().decide(payment, eur("7.00"), "mari", "the shop's refund failed");
        DirectRefund made = sync.desk().execute(((RefundDecision.Allowed) decision).permit());
        world.work(sync, Duration.ofMinutes(1));
        assertThat(world.refunded(payment)).isEqualTo(700);
        return sync.ledger().refund(((DirectRefund.Made) made).refund().id()).orElseThrow();
    }

    /** What the instructions say is to be written as the reason. */
    private static String key(LedgerOperation direct) {
        Matcher found = KEY.matcher(direct.reason().orElseThrow());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private PaymentsSession pressesRefund(ShopifySessions sessions, String order, String amount, String reason) {
        Refunds.Result refund =
                world.merchant.refund(order).amount(amount).note(reason).make();
        PaymentsSession session =
                world.sandbox.sessions().ofTransaction(refund.transactionIds().get(0));
        assertThat(world.post(sessions, SessionKind.REFUND, session).status()).isEqualTo(201);
        return session;
    }

    private String line(String order) {
        return "gid://shopify/LineItem/"
                + world.sandbox.order(order).lines().get(0).id();
    }

    private PaymentsSession.State state(PaymentsSession session) {
        return world.sandbox.sessions().ofTransaction(session.transactionId()).state();
    }

    private LedgerOperation asked(RefundSync sync, PaymentsSession session) {
        return sync.ledger().refund("shop", session.id()).orElseThrow();
    }

    /** Everything is read again, also what nobody told, until shop and gateway were compared. */
    private void compareAll(RefundSync sync) {
        sync.mayHaveMissed("shop");
        sync.worker().scanDue();
        for (int i = 0; i < 5; i++) {
            sync.worker().workOff();
            world.clock.advance(Duration.ofMinutes(11));
        }
        sync.worker().workOff();
    }

    @Test
    void theRefundThatThePaymentsAppIsAskedForIsHeldAndTheShopWaits() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        assertThat(direct.reason()).hasValueSatisfying(text -> assertThat(text).contains("this is the record"));
        world.connectPaymentsApp();

        PaymentsSession session = pressesRefund(sessions, order, "7.00", key(direct));
        world.work(sync, Duration.ofMinutes(5));

        assertThat(world.refunded(payment)).isEqualTo(700);
        assertThat(state(session)).isEqualTo(PaymentsSession.State.OPEN);
        assertThat(asked(sync, session).reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);
    }

    @Test
    void theRecordIsAnsweredResolvedWithoutMoneyAndTheDirectRefundIsRecorded() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        world.connectPaymentsApp();
        PaymentsSession session = pressesRefund(sessions, order, "7.00", key(direct));
        world.work(sync, Duration.ofMinutes(1));

        sync.syncDesk().isRecord(asked(sync, session).id(), direct.id(), "mari", "I entered it");
        compareAll(sync);

        assertThat(state(session)).isEqualTo(PaymentsSession.State.RESOLVED);
        assertThat(world.refunded(payment)).isEqualTo(700);
        assertThat(asked(sync, session).recordOf()).contains(direct.id());
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
        // The failure was used, and its record is no second success of the shop.
        assertThat(sync.desk().decide(payment, eur("7.00"), "mari", "again"))
                .isNotInstanceOf(RefundDecision.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.00", "5.00", "42.90"})
    void anotherRefundOfWhateverAmountIsPaidAndTheDirectOneStillWaitsToBeRecorded(String amount) {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        world.connectPaymentsApp();
        PaymentsSession session = pressesRefund(sessions, order, amount, "the cap was torn, too");
        world.work(sync, Duration.ofMinutes(1));
        assertThat(world.refunded(payment)).isEqualTo(700);

        sync.syncDesk().isAnotherRefund(asked(sync, session).id(), "mari", "the cap, too");
        compareAll(sync);

        assertThat(state(session)).isEqualTo(PaymentsSession.State.RESOLVED);
        assertThat(world.refunded(payment)).isEqualTo(700 + eur(amount).minorUnits());
        assertThat(sync.ledger().refund(direct.id()).orElseThrow().reviewReason())
                .contains(ReviewReason.RECORD_BY_MERCHANT);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
    }

    @Test
    void theRecordOfAnotherAmountMovesNothingAndTheAmountsAreADiscrepancy() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        world.connectPaymentsApp();
        PaymentsSession session = pressesRefund(sessions, order, "17.00", key(direct));
        world.work(sync, Duration.ofMinutes(1));

        sync.syncDesk().isRecord(asked(sync, session).id(), direct.id(), "mari", "mistyped");
        compareAll(sync);

        assertThat(world.refunded(payment)).isEqualTo(700);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind, Discrepancy::amount)
                .containsExactly(tuple(DiscrepancyKind.AMOUNTS_DIFFER, eur("17.00")));
    }

    @Test
    void whoPressesRefundAgainAsNothingHappensIsAskedOfEachOnItsOwn() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        world.connectPaymentsApp();
        PaymentsSession first = pressesRefund(sessions, order, "7.00", key(direct));
        PaymentsSession second = pressesRefund(sessions, order, "7.00", key(direct));
        world.work(sync, Duration.ofMinutes(1));

        sync.syncDesk().isRecord(asked(sync, first).id(), direct.id(), "mari", "I entered it");
        compareAll(sync);

        assertThat(world.refunded(payment)).isEqualTo(700);
        assertThat(state(second)).isEqualTo(PaymentsSession.State.OPEN);
        long again = asked(sync, second).id();
        assertThatThrownBy(() -> sync.syncDesk().isRecord(again, direct.id(), "mari", "this one, too"))
                .isInstanceOf(IllegalStateException.class);
        sync.syncDesk().close(again, SyncDesk.Ending.DECLINED, "mari", "pressed twice");
        compareAll(sync);
        assertThat(state(second)).isEqualTo(PaymentsSession.State.REJECTED);
        assertThat(world.refunded(payment)).isEqualTo(700);
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
    }

    @Test
    void aRefundOfNothingWithTheKeyRecordsItWhileARequestWaitsAndTheRequestIsStillAskedAbout() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        world.connectPaymentsApp();
        PaymentsSession session = pressesRefund(sessions, order, "7.00", key(direct));
        String line = line(order);
        world.merchant
                .refund(order)
                .line(line, 1)
                .withoutTransactions()
                .note(key(direct))
                .make();
        compareAll(sync);

        assertThat(sync.ledger().refund(direct.id()).orElseThrow().unrecorded()).isFalse();
        assertThat(asked(sync, session).reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);
        long id = asked(sync, session).id();
        assertThatThrownBy(() -> sync.syncDesk().isRecord(id, direct.id(), "mari", "twice"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sync.syncDesk().retry(id, "mari", "look again"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sync.syncDesk().close(id, SyncDesk.Ending.SUCCEEDED, "mari", "paid"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(world.refunded(payment)).isEqualTo(700);
    }

    @Test
    void theAnswerOfThePersonSurvivesThatTheProgramDiesBeforeTheShopIsTold() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        ShopifySessions sessions = world.sessions(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        world.connectPaymentsApp();
        PaymentsSession session = pressesRefund(sessions, order, "7.00", key(direct));
        world.work(sync, Duration.ofMinutes(1));
        sync.syncDesk().isRecord(asked(sync, session).id(), direct.id(), "mari", "I entered it");
        assertThat(state(session)).isEqualTo(PaymentsSession.State.OPEN);

        RefundSync another = world.sync(SyncMode.PORTAL_PAYS);
        long id = asked(another, session).id();
        assertThatThrownBy(() -> another.syncDesk().isAnotherRefund(id, "liisa", "no, pay it"))
                .isInstanceOf(IllegalStateException.class);
        world.work(another, Duration.ofMinutes(2));

        assertThat(state(session)).isEqualTo(PaymentsSession.State.RESOLVED);
        assertThat(world.refunded(payment)).isEqualTo(700);
        assertThat(another.ledger().history(asked(another, session)))
                .filteredOn(event -> event.kind() == LedgerEvent.Kind.ANSWERED)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.by()).contains("mari");
                    assertThat(event.details()).contains("refund " + direct.id(), "I entered it");
                });
    }

    @Test
    void whereAnotherProviderPaysItIsADiscrepancyAtOnce() {
        world.close();
        world = new ShopifyWorld();
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        world.sandbox.gateway(HANDLE).provider(payout -> {
            world.frisbii.refundAsStaff("p1", 700);
            return Outcome.success();
        });

        world.merchant.refund(order).amount("7.00").note(key(direct)).make();
        hooks.deliverAndWork();

        assertThat(world.refunded(payment)).isEqualTo(1_400);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind, Discrepancy::amount)
                .containsExactly(tuple(DiscrepancyKind.PAID_TWICE, eur("7.00")));
        compareAll(sync);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind)
                .containsExactly(DiscrepancyKind.PAID_TWICE);
    }

    @Test
    void whereAnotherProviderPaysWithoutTheKeyItIsADiscrepancyToo() {
        world.close();
        world = new ShopifyWorld();
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        refundedDirectly(sync, payment, order);
        world.sandbox.gateway(HANDLE).provider(payout -> {
            world.frisbii.refundAsStaff("p1", 1_200);
            return Outcome.success();
        });

        world.merchant.refund(order).amount("12.00").make();
        hooks.deliverAndWork();

        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind, Discrepancy::amount)
                .containsExactly(tuple(DiscrepancyKind.PAID_TWICE, eur("12.00")));
    }

    @Test
    void whereAnotherProviderPaysTheInstructionsNameAStepThatMovesNothingAndThatIsRecognised() {
        world.close();
        world = new ShopifyWorld();
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        LedgerOperation direct = refundedDirectly(sync, payment, order);
        assertThat(direct.reason()).hasValueSatisfying(text -> assertThat(text).contains("set the amount to 0"));
        String line = line(order);

        world.merchant
                .refund(order)
                .line(line, 1)
                .withoutTransactions()
                .note(key(direct))
                .make();
        compareAll(sync);

        assertThat(sync.ledger().waitingForPerson()).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
        assertThat(world.refunded(payment)).isEqualTo(700);
    }
}
