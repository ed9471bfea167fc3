package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Database;
import io.maksut.storage.Lease;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A payment passes to another machine, or gets more work, while a worker is at it; its lease is young by its own clock, so that
 * it is only looked at and not prolonged.
 */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class OvertakenTest {
    @Parameter
    private TestDatabases kind;

    private SyncWorld world;
    private ThirdGateway flatpay;
    private RefundSync sync;
    private PaymentClaimTable elsewhere;

    @BeforeEach
    void start() {
        world = new SyncWorld(kind);
        flatpay = new ThirdGateway(world.gateways().get(0));
        sync = RefundSync.builder(world.dataSource)
                .clock(world.clock)
                .listener(world.events::add)
                .gateway(flatpay)
                .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        // Its clock is ahead: to it our leases have run out.
        elsewhere = new PaymentClaimTable(
                "another machine", Duration.ofMinutes(3), Clock.offset(world.clock, Duration.ofMinutes(10)));
    }

    @AfterEach
    void close() {
        if (world != null) { // null where the database is not installed
            world.close();
        }
    }

    private RefundRequest asked() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        int unused = sync.worker().scanDue();
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("5.00"));
        sync.request("shop", request);
        return request;
    }

    private Lease takenOver(PaymentId payment) {
        return Database.open(world.dataSource)
                .inTransaction(sql -> elsewhere.claimNow(sql, payment).orElseThrow());
    }

    private void givenBack(Lease lease) {
        boolean unused = Database.open(world.dataSource).inTransaction(sql -> {
            elsewhere.release(sql, lease, world.clock.instant());
            return true;
        });
    }

    private LedgerOperation refund(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    @Test
    void whoIsOvertakenBeforeTheAttemptIsStoredStoresAndSendsNothing() {
        RefundRequest request = asked();
        flatpay.whilePreparing(() -> takenOver(request.payment()));

        sync.worker().workOff();

        assertThat(refund(request).state()).isEqualTo(State.PENDING);
        assertThat(world.refunds(request.payment())).isZero();
        assertThat(world.events).hasAtLeastOneElementOfType(SyncEvent.ClaimAbandoned.class);
    }

    @Test
    void whoIsOvertakenWhileItTellsTheShopStoresNothingBeginsNoOtherAndTheShopIsToldAgain() {
        RefundRequest first = asked();
        RefundRequest second = asked();
        Lease[] taken = new Lease[1];
        world.shop.duringNextAnswer(() -> {
            world.shop.duringNextAnswer(() -> {});
            taken[0] = takenOver(first.payment());
        });

        sync.worker().workOff();

        assertThat(refund(first).shopWaits()).isTrue();
        assertThat(refund(second).shopWaits())
                .as("the next was claimed by a commit of its own")
                .isFalse();

        givenBack(taken[0]);
        sync.worker().workOff();
        assertThat(refund(first).shopWaits()).isFalse();
        assertThat(world.shop.told(first.id()))
                .isEqualTo(List.of(RefundAnswer.Verdict.DONE, RefundAnswer.Verdict.DONE));
        assertThat(world.refunds(first.payment())).isEqualTo(1);
    }

    @Test
    void whatIsAskedForWhileTheShopIsToldIsNotForgottenWhenTheClaimEnds() {
        RefundRequest first = asked();
        String order = first.orderId().orElseThrow();
        RefundRequest second = world.shop.asksToRefund(order, first.payment(), eur("7.00"));
        world.shop.duringNextAnswer(() -> sync.request("shop", second));

        sync.worker().workOff();

        assertThat(refund(second).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(first.payment())).isEqualTo(1_200);
    }

    @Test
    void aRequestThatIsRepeatedChangesNothing() {
        RefundRequest request = asked();
        sync.worker().workOff();

        assertThat(sync.request("shop", request).kind()).isEqualTo(RequestReceipt.Kind.REPEATED);
        sync.worker().workOff();

        assertThat(world.refunds(request.payment())).isEqualTo(1);
        assertThat(world.shop.told(request.id())).hasSize(1);
    }
}
