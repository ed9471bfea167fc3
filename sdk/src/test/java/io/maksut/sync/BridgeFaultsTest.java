package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.sync.TestShop.Question;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bridge with a bug of its own harms its own shop, and nothing else. */
class BridgeFaultsTest {
    private final SyncWorld world = new SyncWorld();
    private final TestShop other = new TestShop("zweiter", world.clock);

    @AfterEach
    void close() {
        world.close();
    }

    static Stream<Supplier<Throwable>> bugs() {
        return Stream.of(
                () -> new IllegalStateException("a bug"),
                () -> new NullPointerException("a bug"),
                () -> new StackOverflowError("a bug"),
                () -> new NoSuchMethodError("of another version of the bridge"));
    }

    private RefundSync sync(SyncMode mode) {
        return world.builder(mode)
                .shop(ConnectedShop.of(other, mode, "flatpay").withAccounts("flatpay", "everypay"))
                .build();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aBugInChangedSinceEndsNeitherTheRoundNorKeepsItsLease(Supplier<Throwable> bug) {
        RefundSync sync = sync(SyncMode.SHOP_PAYS);
        PaymentId ours = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId others = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(ours), ours, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        other.refund(other.order(others), others, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.shop.bug(Question.CHANGES, bug);

        int ended = sync.worker().scanDue();

        assertThat(ended)
                .as("two scans of the other shop, the accounts', that of ended refunds")
                .isGreaterThan(3);
        assertThat(sync.ledger().refundsOf(others)).hasSize(1);
        assertThat(sync.ledger().refundsOf(ours)).isEmpty();

        world.shop.bug(Question.CHANGES, null);
        world.clock.advance(Duration.ofMinutes(10));
        sync.worker().scanDue();

        assertThat(sync.ledger().refundsOf(ours)).as("nobody has the lease").hasSize(1);
    }

    @Test
    void aScanThatFailsIsAnAlarmUntilItEnds() {
        RefundSync sync = sync(SyncMode.SHOP_PAYS);
        Monitor monitor = new Monitor(world.clock).watch(sync.ledger());
        world.shop.bug(Question.CHANGES, () -> new StackOverflowError("a bug"));
        sync.worker().scanDue();

        assertThat(world.events)
                .filteredOn(SyncEvent.ScanFailed.class::isInstance)
                .extracting(it -> ((SyncEvent.ScanFailed) it).name())
                .containsExactlyInAnyOrder("changes of shop", "orders of shop");
        assertThat(monitor.health().troubles()).extracting(Trouble::kind).contains(Trouble.Kind.SCAN_FAILED);

        world.shop.bug(Question.CHANGES, null);
        world.clock.advance(Duration.ofMinutes(10));
        sync.worker().scanDue();

        assertThat(monitor.health().troubles()).extracting(Trouble::kind).doesNotContain(Trouble.Kind.SCAN_FAILED);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aShopWhoseBridgeFailsIsToldLaterAndTheMoneyMovesOnce(Supplier<Throwable> bug) {
        RefundSync sync = sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        sync.request("shop", request);
        world.shop.bug(Question.TELL, bug);
        world.shop.bug(Question.ABILITIES, bug);
        sync.worker().workOff();

        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(world.shop.told(request.id())).isEmpty();

        world.shop.bug(Question.TELL, null);
        world.work(sync, Duration.ofMinutes(1));

        assertThat(world.shop.told(request.id())).hasSize(1);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aBridgeThatFailsToLookForAnOrderProvesNothing() {
        RefundSync sync = sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.linkPayments.add(payment.reference());
        world.clock.advance(Duration.ofDays(1));
        sync.desk().decide(payment, eur("5.00"), "mari", "no order");
        world.clock.advance(Duration.ofMinutes(20));
        world.shop.bug(Question.FIND, () -> new NoSuchMethodError("of another version"));

        assertThat(sync.desk().decide(payment, eur("5.00"), "mari", "no order"))
                .isInstanceOf(RefundDecision.Undetermined.class);
    }

    @Test
    void aPluginThatFailsToPrepareMovesNothingAndTheOthersGoOn() {
        FaultyGateway faulty = new FaultyGateway(world.gateways().get(0));
        RefundSync sync = RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .gateway(faulty)
                .gateway(world.gateways().get(1))
                .shop(world.connected(SyncMode.PORTAL_PAYS))
                .build();
        PaymentId first = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId second = world.settled(Gateway.EVERYPAY, "29.80");
        long id = sync.request("shop", world.shop.asksToRefund(world.shop.order(first), first, eur("5.00")))
                .operation()
                .id();
        sync.request("shop", world.shop.asksToRefund(world.shop.order(second), second, eur("5.00")));
        faulty.preparing = new NullPointerException("a bug");
        sync.worker().workOff();

        assertThat(world.refunded(first)).isZero();
        assertThat(world.refunded(second)).isEqualTo(500);
        assertThat(sync.ledger().refund(id).orElseThrow().state()).isEqualTo(State.PENDING);

        faulty.preparing = null;
        world.clock.advance(Duration.ofSeconds(5));
        sync.worker().workOff();

        assertThat(world.refunds(first)).as("it did not wait for a lease").isEqualTo(1);
    }

    @Test
    void aPluginThatFailsAfterItHasSentLeavesTheOutcomeUnknownUntilItIsFoundOut() {
        FaultyGateway faulty = new FaultyGateway(world.gateways().get(0));
        RefundSync sync = RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .gateway(faulty)
                .gateway(world.gateways().get(1))
                .shop(world.connected(SyncMode.PORTAL_PAYS))
                .build();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        long id = sync.request("shop", world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00")))
                .operation()
                .id();
        faulty.submitted = new StackOverflowError("a bug");
        faulty.resolving = new IllegalStateException("a bug");
        sync.worker().workOff();

        assertThat(sync.ledger().refund(id).orElseThrow().outcomeUnknown()).isTrue();

        faulty.resolving = null;
        world.clock.advance(Duration.ofSeconds(30));
        sync.worker().workOff();

        assertThat(sync.ledger().refund(id).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void aListenerThatFailsChangesNothing() {
        RefundSync sync = world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS))
                .listener(event -> {
                    throw new StackOverflowError("a bug");
                })
                .build();
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));

        sync.request("shop", request);
        sync.worker().workOff();

        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(world.shop.told(request.id())).hasSize(1);
    }
}
