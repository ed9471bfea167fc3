package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One account delays no other. */
@Timeout(300)
class FairServiceTest {
    private static final int REFUNDS = 5;

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aGatewayThatHangsAndHasABacklogDelaysNoOtherAccount(TestDatabases database) throws InterruptedException {
        CountDownLatch answers = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(REFUNDS);
        try (SyncWorld world = new SyncWorld(database)) {
            RefundSync.Builder builder = RefundSync.builder(world.dataSource)
                    .clock(world.clock)
                    .listener(event -> {
                        if (event instanceof SyncEvent.RefundChanged refund
                                && refund.what() == LedgerEvent.Kind.TOLD
                                && refund.refund().payment().account().equals("flatpay")) {
                            told.countDown();
                        }
                    })
                    .shop(world.connected(SyncMode.PORTAL_PAYS));
            world.gateways().forEach(builder::gateway);
            RefundSync sync = builder.build();
            List<RefundRequest> hanging = asked(world, Gateway.EVERYPAY, 3 * REFUNDS);
            List<RefundRequest> free = asked(world, Gateway.FLATPAY, REFUNDS);
            int unused = sync.worker().scanDue();
            world.everypay.faults().next(Fault.heldUntil(answers)).always();
            hanging.forEach(request -> sync.request("shop", request));
            world.clock.advance(Duration.ofSeconds(1));
            free.forEach(request -> sync.request("shop", request));
            try (SyncWorker worker = sync.worker(new SyncWorker.Settings(2, Duration.ofMillis(20), false))) {
                worker.start();

                boolean inTime = told.await(60, TimeUnit.SECONDS);

                answers.countDown();
                assertThat(inTime).as("the others are served while one hangs").isTrue();
            }
            assertThat(free)
                    .allSatisfy(
                            request -> assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE));
        } finally {
            answers.countDown();
        }
    }

    /** A payment of which something new is asked for while it is worked on is claimed again by the commit that ends its turn. */
    @Test
    void aPaymentThatIsClaimedTwiceInARowHasItsPlaceStill() throws InterruptedException {
        CountDownLatch answers = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(2);
        AtomicReference<FaultPlan.Rule> hangs = new AtomicReference<>();
        AtomicLong hanging = new AtomicLong();
        try (SyncWorld world = new SyncWorld()) {
            RefundSync.Builder builder = RefundSync.builder(world.dataSource)
                    .clock(world.clock)
                    .listener(event -> {
                        if (event instanceof SyncEvent.RefundChanged refund && refund.what() == LedgerEvent.Kind.TOLD) {
                            if (refund.refund().payment().account().equals("flatpay")) {
                                hanging.set(hangs.get().fired());
                            }
                            told.countDown();
                        }
                    })
                    .shop(world.connected(SyncMode.PORTAL_PAYS));
            world.gateways().forEach(builder::gateway);
            RefundSync sync = builder.build();
            PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
            String order = world.shop.order(payment);
            RefundRequest first = world.shop.asksToRefund(order, payment, eur("5.00"));
            RefundRequest again = world.shop.asksToRefund(order, payment, eur("6.00"));
            RefundRequest other = asked(world, Gateway.EVERYPAY, 1).get(0);
            RefundRequest free = asked(world, Gateway.FLATPAY, 1).get(0);
            int unused = sync.worker().scanDue();
            unused = sync.worker().workOff(); // nothing else is due when the first claim ends
            sync.request("shop", first);
            world.shop.duringNextAnswer(() -> {
                if (hangs.get() == null) {
                    // Of refunds: what the first claim does yet is answered, and the second hangs.
                    hangs.set(world.everypay
                            .faults()
                            .next(Fault.heldUntil(answers))
                            .on("POST", "/api/v4/payments/refund")
                            .always());
                    sync.request("shop", again);
                }
            });
            try (SyncWorker worker = sync.worker(new SyncWorker.Settings(1, Duration.ofMillis(20), false))) {
                worker.start();
                while (hangs.get() == null || hangs.get().fired() == 0) {
                    Thread.onSpinWait();
                }
                sync.request("shop", other);
                world.clock.advance(Duration.ofSeconds(1));
                sync.request("shop", free);

                boolean inTime = told.await(60, TimeUnit.SECONDS);

                answers.countDown();
                assertThat(inTime).isTrue();
            }
            assertThat(hanging.get())
                    .as("payments of the account that hang when the other is served")
                    .isEqualTo(1);
            assertThat(world.shop.told(free.id())).containsExactly(Verdict.DONE);
        } finally {
            answers.countDown();
        }
    }

    private static List<RefundRequest> asked(SyncWorld world, Gateway gateway, int count) {
        List<RefundRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PaymentId payment = world.settled(gateway, "29.80");
            requests.add(world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00")));
        }
        return requests;
    }

    @Test
    void anAccountHasSoManyPlacesAndNoMore() {
        AccountShares shares = new AccountShares(2);
        assertThat(shares.enter(1, "a")).isTrue();
        assertThat(shares.enter(2, "a")).isTrue();
        assertThat(shares.enter(3, "a")).isFalse();
        assertThat(shares.enter(4, "b")).isTrue();
        assertThat(shares.full()).containsExactly("a");
        shares.leave(2);
        shares.leave(2);
        assertThat(shares.full()).isEmpty();
        assertThat(shares.enter(3, "a")).isTrue();
        shares.leave(4);
        assertThat(shares.full()).containsExactly("a");
    }
}
