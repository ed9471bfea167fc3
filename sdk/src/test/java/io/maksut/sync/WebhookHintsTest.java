package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxDelivery;
import io.maksut.webhook.InboxWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deliveries of a shop are hints: they make the engine read the order, and nothing of what they say is believed. */
class WebhookHintsTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
    private final Inbox inbox = Inbox.open(world.dataSource, world.clock);
    private final InboxWorker worker =
            InboxWorker.builder(inbox).on("shop", sync.hints("shop")).build();

    @AfterEach
    void close() {
        world.close();
    }

    private void arrives(String id, String order) {
        inbox.accept("shop", Delivery.identified(id, order, new byte[0]));
    }

    @Test
    void inWhateverOrderAndHoweverOftenTheyComeTheOrderIsReadOnceForEachAndNotedOnce() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        arrives("delivery-2", order);
        arrives("delivery-1", order);
        arrives("delivery-2", order);
        int before = world.shop.reads();

        worker.workOff();

        assertThat(world.shop.reads() - before).isEqualTo(2);
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThat(sync.ledger().history(payment)).hasSize(1);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void aShopThatDoesNotAnswerIsAskedAgain() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.shop.failsNext(TestShop.Question.READ);
        arrives("delivery-1", order);

        worker.workOff();
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
        world.clock.advance(Duration.ofMinutes(1));
        worker.workOff();

        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
    }

    @Test
    void aHintAboutAnOrderThatIsGoneMakesItsPaymentsBeCompared() {
        sync.worker().scanDue();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "5.00");
        arrives("delivery-1", order);
        worker.workOff();
        world.work(sync, Duration.ofHours(1));
        world.shop.deleteOrder(order);

        arrives("delivery-2", order);
        worker.workOff();
        world.work(sync, Duration.ofHours(1));

        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind)
                .contains(DiscrepancyKind.ORDER_GONE);
    }

    @Test
    void aHintWithoutAnOrderMakesWhatChangedBeScanned() {
        sync.worker().scanDue();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(
                world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        assertThat(sync.worker().scanDue()).as("not due yet").isZero();

        inbox.accept("shop", Delivery.identified("something-was-missed", null, new byte[0]));
        worker.workOff();

        assertThat(sync.worker().scanDue()).isEqualTo(1);
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThat(inbox.history("shop", "x").map(InboxDelivery::state)).isEmpty();
    }

    @Test
    void aScanThatBreaksOffGoesOnAtItsPage() {
        List<PaymentId> payments = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
            payments.add(payment);
            world.shop.refund(
                    world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
            world.clock.advance(Duration.ofSeconds(1));
        }
        world.shop.answersOnlyOnce(TestShop.Question.CHANGES);
        sync.worker().scanDue();
        assertThat(noted(payments))
                .as("a page of three, then the shop was down")
                .isEqualTo(3);

        world.shop.isUp();
        world.clock.advance(Duration.ofMinutes(10));
        int before = world.shop.reads();
        sync.worker().scanDue();

        assertThat(noted(payments)).isEqualTo(8);
        assertThat(world.shop.reads() - before)
                .as("the other two pages, and the slow scan's three")
                .isEqualTo(5);
    }

    private long noted(List<PaymentId> payments) {
        return payments.stream()
                .filter(payment -> !sync.ledger().refundsOf(payment).isEmpty())
                .count();
    }

    @Test
    void aQuickScanReadsOnlyWhatChangedSince() {
        PaymentId old = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.order(old);
        sync.worker().scanDue();
        world.clock.advance(Duration.ofHours(3));
        sync.worker().scanDue();
        PaymentId fresh = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(fresh), fresh, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);

        world.clock.advance(Duration.ofMinutes(10));
        world.events.clear();
        sync.worker().scanDue();

        assertThat(world.events)
                .filteredOn(it -> it instanceof SyncEvent.ScanEnded)
                .extracting(it -> ((SyncEvent.ScanEnded) it).name(), it -> ((SyncEvent.ScanEnded) it).read())
                .containsExactly(org.assertj.core.api.Assertions.tuple("changes of shop", 1L));
        assertThat(sync.ledger().refundsOf(fresh)).hasSize(1);
    }
}
