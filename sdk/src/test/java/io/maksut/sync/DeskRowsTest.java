package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 3, 4, 6, 7 and 8 of the rule, told as what happens at gateway and shop. */
class DeskRowsTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private RefundDecision decide(PaymentId payment, String amount) {
        return sync.desk().decide(payment, eur(amount), "mari", "the customer asked");
    }

    private static void assertRow(
            RefundDecision decision, int row, Class<? extends RefundDecision> answer, String... says) {
        assertThat(decision.row()).as(decision.explain(Locale.ENGLISH)).isEqualTo(row);
        assertThat(decision).isInstanceOf(answer);
        assertThat(decision.explain(Locale.ENGLISH)).contains(says);
    }

    private void gatewayIsDown(PaymentId payment) {
        world.onRead(payment, Fault.SERVER_ERROR_BEFORE_PROCESSING).times(50);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundThatFailedInTheShopMovedItsMoneyAndWasMadeAgainThereIsSaidToBePaidTwice(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.refundAsStaff(payment, "10.00"); // the answer was lost, the money went out
        world.clock.advance(Duration.ofMinutes(1));
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "10.00");
        world.clock.advance(Duration.ofMinutes(26));

        if (gateway == Gateway.FLATPAY) {
            assertRow(decide(payment, "5.00"), 3, RefundDecision.Refused.class, "twice");
        } else {
            // EveryPay counts what was never captured as refunded, and nothing here tells what was captured.
            assertRow(decide(payment, "5.00"), 6, RefundDecision.Undetermined.class, "#order-1");
        }
    }

    @Test
    void aGatewayThatCannotBeReadLeavesAFailedRefundOpenAndNamesItsOrder() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));
        gatewayIsDown(payment);

        assertRow(decide(payment, "10.00"), 6, RefundDecision.Undetermined.class, "#order-1");
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aGatewayThatCannotBeReadDoesNotHideTheOrderWhereNoRefundFailed(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.order(payment);
        world.clock.advance(Duration.ofMinutes(26));
        gatewayIsDown(payment);

        assertRow(decide(payment, "10.00"), 7, RefundDecision.Refused.class, "#order-1");
    }

    @Test
    void aReleaseLetsNothingPassWhileTheGatewayCannotBeRead() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.clock.advance(Duration.ofHours(1));
        sync.statements().release(payment, "the boss", "let it pass");
        gatewayIsDown(payment);

        assertThat(decide(payment, "5.00")).isInstanceOf(RefundDecision.Undetermined.class);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void twoOrdersThatNameOnePaymentAreBothNamedAndNoneIsTakenForIt(Gateway gateway) {
        PaymentId payment = world.settled(gateway, "29.80");
        world.shop.order(payment);
        world.shop.order(payment); // a copy of the order, its transaction id with it
        world.clock.advance(Duration.ofHours(1));

        assertRow(decide(payment, "10.00"), 8, RefundDecision.Undetermined.class, "#order-1", "#order-2");
    }

    @Test
    void anOrderThatIsKnownAndCannotBeReadIsNamed() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.order(payment);
        sync.worker().scanDue();
        world.shop.findsNothing();
        world.shop.isDown(TestShop.Question.READ);
        world.clock.advance(Duration.ofHours(1));

        assertRow(decide(payment, "10.00"), 8, RefundDecision.Undetermined.class, "order-1");
    }

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void whatWasRefundedByHandWithoutMoneyIsSaidToBePaidOrDeletedOrReleased(SyncMode mode) {
        RefundSync engine = world.sync(mode);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        String byHand = world.shop.refund(order, payment, eur("29.80"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.clock.advance(Duration.ofMinutes(26));

        RefundDecision decision = engine.desk().decide(payment, eur("29.80"), "mari", "the customer asked");

        assertRow(decision, 7, RefundDecision.Refused.class, byHand);
    }

    @Test
    void whatWasRefundedByHandIsReleasedWhereTheShopPaysAndTheRecordStaysTheOnlyOne() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        String byHand = world.shop.refund(order, payment, eur("29.80"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.clock.advance(Duration.ofMinutes(26));
        assertThat(((RefundDecision.Refused) decide(payment, "29.80")).releasable())
                .isTrue();
        sync.statements().release(payment, "the boss", "the shop cannot delete it");

        RefundDecision decision = decide(payment, "29.80");
        assertRow(decision, 7, RefundDecision.Allowed.class, "released");
        DirectRefund made = sync.desk().execute(((RefundDecision.Allowed) decision).permit());

        assertThat(made).isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(2_980);
        world.work(sync, Duration.ofHours(2));
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(2));
        assertThat(world.shop.writes()).isZero();
        assertThat(world.shop.refundsOf(order)).extracting(OrderRefund::id).containsExactly(byHand);
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(sync.ledger().waitingForPerson()).isEmpty();
    }

    @Test
    void aRecordByHandWhereThePortalPaysIsPaidAndNotReleased() {
        RefundSync portalPays = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("29.80"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.clock.advance(Duration.ofMinutes(26));
        portalPays.statements().release(payment, "the boss", "let it pass");

        RefundDecision decision = portalPays.desk().decide(payment, eur("29.80"), "mari", "the customer asked");

        assertRow(decision, 7, RefundDecision.Refused.class, "Have that refund paid");
    }

    @Test
    void aRecordByHandWhoseMoneyStaffHadMovedIsNoneWithoutMoney() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.refundAsStaff(payment, "20.00");
        world.shop.refund(order, payment, eur("20.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.clock.advance(Duration.ofMinutes(26));
        sync.statements().release(payment, "the boss", "let it pass");

        assertRow(decide(payment, "9.80"), 7, RefundDecision.Refused.class, "Refund it in the shop");
    }

    @Test
    void anOrderThatNamesThePaymentInAnotherShopIsAnotherOrder() {
        TestShop second = new TestShop("second", world.clock);
        RefundSync both = world.builder(SyncMode.SHOP_PAYS)
                .shop(ConnectedShop.of(second, SyncMode.SHOP_PAYS, "flatpay"))
                .build();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.order(payment);
        second.order(payment);
        world.clock.advance(Duration.ofHours(1));

        assertRow(
                both.desk().decide(payment, eur("5.00"), "mari", "the customer asked"),
                8,
                RefundDecision.Undetermined.class,
                "#order-1, #order-1");
    }
}
