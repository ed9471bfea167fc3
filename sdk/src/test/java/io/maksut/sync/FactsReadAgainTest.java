package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.MaksutException;
import io.maksut.observe.CorrelationId;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Database;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Between the decision on a direct refund and its attempt lies a question to the gateway; the facts may change meanwhile. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class FactsReadAgainTest {
    @Parameter
    private TestDatabases database;

    private SyncWorld world;
    private ThirdGateway flatpay;
    private RefundSync sync;
    private Clerk clerk;

    private void start() {
        world = new SyncWorld(database);
        flatpay = new ThirdGateway(world.gateways().get(0));
        sync = RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .listener(world.events::add)
                .gateway(flatpay)
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        clerk = new Clerk(world, sync);
    }

    @AfterEach
    void close() {
        if (world != null) { // null where the database is not installed
            world.close();
        }
    }

    private DirectRefund executeWhile(RefundPermit permit, Runnable event) {
        flatpay.whilePreparing(event);
        return sync.desk().execute(permit);
    }

    @Test
    void whereAnAdapterCannotReadThePaymentAgainThePermitStillHolds() {
        start();
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        RefundPermit permit = clerk.allowed(payment, "10.00");
        world.onRead(payment, Fault.MAINTENANCE_PAGE).afterMatching(1);

        assertThatThrownBy(() -> sync.desk().execute(permit)).isInstanceOf(MaksutException.class);
        assertThat(world.refunded(payment)).isZero();

        assertThat(clerk.executed(permit).state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
    }

    private static RefundDecision notAllowed(DirectRefund refund) {
        assertThat(refund).isInstanceOf(DirectRefund.NotAllowed.class);
        return ((DirectRefund.NotAllowed) refund).decision();
    }

    @Test
    void aShopsRequestThatCameInWhileTheGatewayWasAskedRefusesTheDirectRefund() {
        start();
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");

        DirectRefund refund = executeWhile(
                permit, () -> sync.request("shop", world.shop.asksToRefund("order-1", payment, eur("25.00"))));

        assertThat(Clerk.refusal(notAllowed(refund))).isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
        world.work(sync, Duration.ofMinutes(1));
        assertThat(world.refunded(payment)).isEqualTo(2_500);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aRequestWhoseTransactionIsUnderWayIsWaitedForAndRefusesTheDirectRefund() throws Exception {
        start();
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<?>[] other = new CompletableFuture<?>[1];

        DirectRefund refund = executeWhile(permit, () -> {
            // Written and not yet committed when the attempt is about to be stored.
            RefundRequest request = world.shop.asksToRefund("order-1", payment, eur("25.00"));
            other[0] = CompletableFuture.runAsync(() -> Database.open(world.dataSource)
                    .inTransaction(sql -> {
                        long claim = PaymentClaimTable.ensure(sql, payment);
                        PaymentClaimTable.lock(sql, claim);
                        OperationTable.insert(sql, received(claim, request));
                        written.countDown();
                        for (int i = 0; i < 300; i++) {
                            PaymentClaimTable.lock(sql, claim);
                        }
                        return true;
                    }));
            await(written);
        });
        other[0].get();

        assertThat(Clerk.refusal(notAllowed(refund))).isEqualTo(RefundDecision.Reason.REFUND_IN_FLIGHT);
        assertThat(world.refunded(payment)).isZero();
    }

    private LedgerOperation received(long claim, RefundRequest request) {
        return new OperationDraft(
                        claim,
                        request.payment(),
                        "shop",
                        request.id(),
                        LedgerOperation.Kind.REQUESTED,
                        State.PENDING,
                        request.amount(),
                        world.clock.instant(),
                        CorrelationId.random())
                .done();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReleaseThatIsWithdrawnWhileTheGatewayIsAskedLetsNothingPass() {
        start();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.clock.advance(Duration.ofHours(1));
        String release =
                sync.statements().release(payment, "the boss", "a mistake").id();
        RefundPermit permit = clerk.allowed(payment, "5.00");

        DirectRefund refund = executeWhile(
                permit,
                () -> assertThat(sync.statements().withdraw(release, "the boss", "the wrong payment"))
                        .isTrue());

        assertThat(notAllowed(refund)).isInstanceOf(RefundDecision.Undetermined.class);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void aDeclarationForTheWholeAccountThatIsWithdrawnMeanwhileLetsNothingPass() {
        start();
        RefundSync alone = RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .gateway(flatpay)
                .build();
        clerk = new Clerk(world, alone);
        PaymentId payment = clerk.linkPayment(Gateway.FLATPAY, "20.00");
        world.clock.advance(Duration.ofHours(1));
        String statement =
                alone.statements().noShop("flatpay", "mari", "by link only").id();
        RefundPermit permit = clerk.allowed(payment, "5.00");

        flatpay.whilePreparing(() -> alone.statements().withdraw(statement, "mari", "we opened a shop"));

        assertThat(Clerk.cause(notAllowed(alone.desk().execute(permit)))).isEqualTo(Cause.NO_SHOP_CONNECTED);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void anOrderThatIsReadWhileTheGatewayIsAskedIsNoLongerAbsent() {
        start();
        PaymentId payment = clerk.paidByLink(Gateway.FLATPAY, "20.00");
        RefundPermit permit = clerk.allowed(payment, "20.00");

        DirectRefund refund = executeWhile(permit, () -> {
            world.shop.order(payment);
            sync.worker().scanDue();
        });

        assertThat(Clerk.refusal(notAllowed(refund))).isEqualTo(RefundDecision.Reason.ORDER_IN_SHOP);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void moneyThatStaffRefundBetweenTheTwoReadsOfTheGatewayIsJudgedToo() {
        start();
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");

        // The payment that was judged is not the one that is prepared.
        flatpay.beforePreparing(() -> world.refundAsStaff(payment, "25.00"));
        DirectRefund refund = sync.desk().execute(permit);

        assertThat(Clerk.refusal(notAllowed(refund))).isEqualTo(RefundDecision.Reason.MONEY_MOVED);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void aSecondRecordIsNotOrderedPaidOnADiscrepancyThatAFirstHasUsedUp() {
        start();
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.refundAsStaff(payment, "10.00");
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(1));
        var records = sync.ledger().refundsOf(payment);
        assertThat(records).hasSize(2);
        sync.syncDesk().pay(records.get(0).id(), "mari", "pay it");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> sync.syncDesk().pay(records.get(1).id(), "mari", "and this")))
                .isInstanceOf(IllegalStateException.class);
        world.work(sync, Duration.ofMinutes(1));
        // A record by hand explains nothing: whose the staff's money is, a person has to say first.
        assertThat(sync.ledger().refund(records.get(0).id()).orElseThrow().reviewReason())
                .contains(ReviewReason.SUM_UNEXPLAINED);
        sync.syncDesk().retry(records.get(0).id(), "mari", "staff refunded the other one");
        world.work(sync, Duration.ofMinutes(1));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> sync.syncDesk().pay(records.get(1).id(), "mari", "and this")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(world.refunded(payment)).isEqualTo(2_000);
    }
}
