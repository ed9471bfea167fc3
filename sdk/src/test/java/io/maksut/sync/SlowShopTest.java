package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundPermit;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Database;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shops that answer after longer than a payment is leased for, while other workers look for work. */
class SlowShopTest {
    private final SyncWorld world = new SyncWorld();
    private Runnable afterEachEvent = () -> {};
    private final TestShop second = new TestShop("second", world.clock);
    private final RefundSync sync = world.builder(SyncMode.PORTAL_PAYS)
            .listener(event -> afterEachEvent.run())
            .shop(ConnectedShop.of(second, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay"))
            .build();
    private final RefundSync other = world.builder(SyncMode.PORTAL_PAYS)
            .shop(ConnectedShop.of(second, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay"))
            .build();
    private final Clerk clerk = new Clerk(world, sync);

    @AfterEach
    void close() {
        world.close();
    }

    private void eachLookTakes(Duration time) {
        Runnable slow = () -> {
            world.clock.advance(time);
            other.worker().workOff();
        };
        world.shop.beforeEachLook(slow);
        second.beforeEachLook(slow);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aDirectRefundGoesOnWhereTwoShopsTakeLongerThanTheLease(Gateway gateway) {
        PaymentId payment = clerk.failedInShop(gateway, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        eachLookTakes(Duration.ofSeconds(100));

        assertThatCode(() -> sync.desk().execute(permit)).doesNotThrowAnyException();

        assertThat(world.refunds(payment)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aDirectRefundWhoseLeaseRunsOutAtTheFirstLookMovesMoneyOnceAtMost(Gateway gateway) {
        PaymentId payment = clerk.failedInShop(gateway, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        eachLookTakes(Duration.ofMinutes(4));

        assertThatCode(() -> sync.desk().execute(permit)).doesNotThrowAnyException();
        assertThat(world.refunds(payment)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aDirectRefundIsMadeWhereEachOfThreeShopsTakesHalfTheLease(Gateway gateway) {
        TestShop third = new TestShop("third", world.clock);
        RefundSync three = world.builder(SyncMode.PORTAL_PAYS)
                .lease(Duration.ofMinutes(3), Duration.ofSeconds(30))
                .delays(Duration.ofMinutes(10), Duration.ofHours(1))
                .shop(ConnectedShop.of(second, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay"))
                .shop(ConnectedShop.of(third, SyncMode.PORTAL_PAYS, "flatpay").withAccounts("flatpay", "everypay"))
                .build();
        PaymentId payment = clerk.failedInShop(gateway, "25.00");
        RefundPermit permit = new Clerk(world, three).allowed(payment, "25.00");
        eachLookTakes(Duration.ofSeconds(90));
        third.beforeEachLook(() -> {
            world.clock.advance(Duration.ofSeconds(90));
            other.worker().workOff();
        });

        assertThat(three.desk().execute(permit)).isInstanceOf(DirectRefund.Made.class);

        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whoeverTookThePaymentOverMeanwhileMakesTheDeskAnswerBusyAndNoMoneyMoves(Gateway gateway) {
        PaymentId payment = clerk.failedInShop(gateway, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        world.shop.beforeEachLook(() -> {
            world.shop.beforeEachLook(() -> {});
            world.clock.advance(Duration.ofSeconds(200));
            takenOver(payment);
        });

        assertThat(sync.desk().execute(permit)).isEqualTo(new DirectRefund.Busy(permit));
        assertThat(world.refunds(payment)).isZero();
        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::kind)
                .doesNotContain(LedgerOperation.Kind.DIRECT);

        world.clock.advance(Duration.ofMinutes(1));
        assertThat(sync.desk().execute(permit)).as("the permit still holds").isInstanceOf(DirectRefund.Made.class);
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundThatWasSentIsSaidToBeMadeThoughAnotherTookThePaymentOver(Gateway gateway) {
        PaymentId payment = clerk.failedInShop(gateway, "25.00");
        RefundPermit permit = clerk.allowed(payment, "25.00");
        world.shop.before(TestShop.Question.RECORD, () -> {
            world.shop.before(TestShop.Question.RECORD, () -> {});
            world.clock.advance(Duration.ofMinutes(4));
            takenOver(payment);
        });

        DirectRefund made = sync.desk().execute(permit);

        assertThat(made).isInstanceOf(DirectRefund.Made.class);
        assertThat(((DirectRefund.Made) made).refund().state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
        world.clock.advance(Duration.ofMinutes(4));
        other.worker().workOff();
        assertThat(world.refunded(payment)).isEqualTo(2_500);
    }

    @Test
    void aDeskOfWhichAWorkerTookThePaymentOverAnswersThatOneIsAtItAndChangesNothing() {
        RefundRequest request = heldInShop();
        long id = sync.ledger().refund("shop", request.id()).orElseThrow().id();
        world.shop.before(TestShop.Question.ABILITIES, () -> {
            world.clock.advance(Duration.ofMinutes(4));
            takenOver(request.payment());
        });

        assertThat(sync.syncDesk().close(id, SyncDesk.Ending.DECLINED, "mari", "looked at the portal"))
                .isEmpty();

        LedgerOperation after = sync.ledger().refund(id).orElseThrow();
        assertThat(after.state()).isEqualTo(LedgerOperation.State.PENDING);
        assertThat(world.refunds(request.payment())).isZero();
    }

    @Test
    void whatAPersonDecidedIsAnsweredAsDecidedThoughTheClaimCouldNotBeEnded() {
        RefundRequest request = heldInShop();
        long id = sync.ledger().refund("shop", request.id()).orElseThrow().id();
        afterEachEvent = () -> {
            afterEachEvent = () -> {};
            world.clock.advance(Duration.ofMinutes(4));
            takenOver(request.payment());
        };

        assertThat(sync.syncDesk().close(id, SyncDesk.Ending.DECLINED, "mari", "looked at the portal"))
                .get()
                .extracting(LedgerOperation::state)
                .isEqualTo(LedgerOperation.State.DECLINED);
    }

    /** A request that waits for a person: nobody knows yet whose payment it is of. */
    private RefundRequest heldInShop() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "60.00");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(), payment, SyncWorld.eur("5.00"));
        sync.request("shop", request);
        world.work(sync, Duration.ofHours(2));
        assertThat(sync.ledger().waitingForPerson()).hasSize(1);
        return request;
    }

    /** Another machine is at the payment. */
    private void takenOver(PaymentId payment) {
        Database database = Database.open(world.dataSource);
        PaymentClaimTable elsewhere = new PaymentClaimTable("another machine", Duration.ofSeconds(45), world.clock);
        boolean taken = database.inTransaction(sql -> elsewhere
                .claimNow(
                        sql, PaymentClaimTable.find(sql, payment).orElseThrow().id())
                .isPresent());
        assertThat(taken).as("taken over").isTrue();
    }
}
