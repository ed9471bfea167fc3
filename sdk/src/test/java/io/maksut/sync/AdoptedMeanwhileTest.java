package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.KillPoint;
import io.maksut.testkit.KillingDataSource;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Intake turns an observed refund into a request without the payment's claim: what the holder of the claim has read before is not
 * written over the request.
 */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class AdoptedMeanwhileTest {
    @Parameter
    private TestDatabases database;

    private SyncWorld world;
    private RefundSync sync;
    private Runnable meanwhile = () -> {};

    @AfterEach
    void close() {
        if (world != null) { // null where the database is not installed
            world.close();
        }
    }

    private void happens() {
        Runnable due = meanwhile;
        meanwhile = () -> {};
        due.run();
    }

    /** An engine that captures what ships; {@link #meanwhile} happens between the judgement on a capture and its attempt. */
    private void capturing() {
        world = new SyncWorld(database);
        RefundSync.Builder builder =
                RefundSync.builder(world.dataSource).clock(world.clock).listener(world.events::add);
        world.gateways()
                .forEach(it -> builder.gateway(
                        PreparingGateway.ofCaptures(it, this::happens).asGateway()));
        sync = builder.shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .build();
    }

    private void scanAndWork(Duration time) {
        sync.worker().scanDue();
        sync.worker().workOff();
        for (int i = 0; i < 6; i++) {
            world.clock.advance(time.dividedBy(6));
            sync.worker().workOff();
        }
    }

    private String order(PaymentId payment) {
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        return order;
    }

    private static RefundRequest request(String id, PaymentId payment, String order, String amount) {
        return RefundRequest.builder(id, payment, eur(amount)).orderId(order).build();
    }

    /** 10.00 of 29.80 are kept back once, and the shop, which asked, is told. */
    private void isTakenOffOnceAndTold(PaymentId payment, String id) {
        String told = world.shop.told(id) + " " + sync.ledger().refundsOf(payment) + " "
                + sync.ledger().capturesOf(payment);
        assertThat(world.shop.told(id)).as(told).containsExactly(RefundAnswer.Verdict.DONE);
        assertThat(world.books(payment).captured(payment.reference()) - world.refunded(payment))
                .as(told)
                .isEqualTo(1_980L);
        assertThat(sync.ledger().refund("shop", id).orElseThrow().state()).isEqualTo(State.CANCELLED);
        assertThat(sync.ledger().capturesOf(payment))
                .allMatch(it -> it.reviewReason().isEmpty() && !it.state().inFlight());
    }

    @Test
    void aRefundThatIsAskedForWhileTheCaptureThatItLowersIsPreparedIsTold() {
        capturing();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment);
        scanAndWork(Duration.ofMinutes(15));
        String id = world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.shop.ships(order, Fulfilment.COMPLETE);
        meanwhile = () -> sync.request("shop", request(id, payment, order, "10.00"));

        scanAndWork(Duration.ofHours(2));

        isTakenOffOnceAndTold(payment, id);
    }

    /** It comes in after the refund was read and before it is noted that it lowers the capture. */
    @Test
    void aRefundThatIsAskedForWhileAnotherOrderIsReadIsTold() {
        capturing();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = order(payment);
        String formerly = world.shop.order(payment);
        world.shop.totals(formerly, eur("5.00"));
        scanAndWork(Duration.ofMinutes(15));
        world.shop.names(formerly);
        String id = world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.shop.ships(order, Fulfilment.COMPLETE);
        sync.worker().scanDue();
        int[] reads = {0};
        world.shop.before(TestShop.Question.READ, () -> {
            if (++reads[0] == 2) {
                sync.request("shop", request(id, payment, order, "10.00"));
            }
        });

        scanAndWork(Duration.ofHours(2));

        isTakenOffOnceAndTold(payment, id);
    }

    /** A person has it paid at the moment at which the shop asks for it: the request is paid, once, and its shop is told. */
    @Test
    void aRefundThatIsAskedForWhileAPersonHasItPaidIsTheShops() {
        world = new SyncWorld(database);
        sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        String id = world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        scanAndWork(Duration.ofHours(1));
        scanAndWork(Duration.ofHours(1));
        long seen = sync.ledger().refundsOf(payment).get(0).id();
        RefundSync elsewhere = RefundSync.builder(KillingDataSource.of(world.dataSource, (point, of) -> {
                    if (point == KillPoint.AFTER_CLAIM) {
                        happens();
                    }
                }))
                .clock(world.clock)
                .gateway(world.gateways().get(0))
                .gateway(world.gateways().get(1))
                .shop(world.connected(SyncMode.PORTAL_PAYS))
                .build();
        meanwhile = () -> sync.request("shop", request(id, payment, order, "5.00"));

        assertThatIllegalStateException()
                .isThrownBy(() -> elsewhere.syncDesk().pay(seen, "mari", "it was meant to be paid"))
                .withMessageContaining("request");
        scanAndWork(Duration.ofHours(1));

        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.shop.told(id)).containsExactly(RefundAnswer.Verdict.DONE);
    }
}
