package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.storage.Database;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.sync.TestShop.Question;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was not read of a shop proves nothing: a difference that rests on it stays a suspicion. */
class UnreadShopTest {
    private final SyncWorld world = new SyncWorld();
    private RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private void pass(Duration time) {
        SyncWorker worker = sync.worker();
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMinutes(10)) {
            worker.scanDue();
            worker.workOff();
            world.clock.advance(Duration.ofMinutes(10));
        }
        worker.scanDue();
        worker.workOff();
    }

    private List<DiscrepancyKind> open() {
        return in(Discrepancy.State.OPEN);
    }

    private List<DiscrepancyKind> in(Discrepancy.State state) {
        return sync.ledger().discrepancies(state).map(Discrepancy::kind).toList();
    }

    /** A payment of which the shop's plugin refunded 5.00. */
    private String refundedByPlugin(PaymentId payment) {
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.refundAsStaff(payment, "5.00");
        return order;
    }

    private void maintenance() {
        world.shop.isDown(Question.CHANGES);
        world.shop.isDown(Question.FIND);
        world.shop.isDown(Question.READ);
    }

    @Test
    void aFirstStartDuringTheShopsMaintenanceTellsNobodyToEnterARefundAgain() {
        for (int i = 0; i < 4; i++) {
            refundedByPlugin(world.settled(Gateway.FLATPAY, "29.80"));
        }
        maintenance();
        pass(Duration.ofHours(5));

        assertThat(open()).isEmpty();
        assertThat(in(Discrepancy.State.SUSPECTED)).hasSize(4).containsOnly(DiscrepancyKind.ONLY_AT_GATEWAY);

        world.shop.isUp();
        pass(Duration.ofHours(12));

        assertThat(open()).isEmpty();
        assertThat(in(Discrepancy.State.GONE)).hasSize(4);
        assertThat(world.events).noneMatch(SyncEvent.DiscrepancyChanged.class::isInstance);
    }

    @Test
    void anOrderWhosePaymentMethodIsNotMappedIsLookedForBeforeTheVerdict() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.unmapped(refundedByPlugin(payment));

        pass(Duration.ofHours(25));

        assertThat(open()).isEmpty();
        assertThat(sync.ledger().refundsOf(payment)).as("found").hasSize(1);
        assertThat(world.events).noneMatch(SyncEvent.DiscrepancyChanged.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "LOOKUP_FAILED",
                "SHOP_DISCONNECTED",
                "ACCESS_LOST",
                "HISTORY_LIMITED",
                "ORDER_UNREADABLE",
                "ORDER_DELETED"
            })
    void aLookThatIsNotClearKeepsItSuspected(Cause unclear) {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.refundAsStaff(payment, "5.00");
        world.shop.blindTo(unclear);
        pass(Duration.ofHours(5));

        assertThat(open()).isEmpty();
        assertThat(in(Discrepancy.State.SUSPECTED)).containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);

        world.shop.blindTo(null);
        pass(Duration.ofHours(12));

        assertThat(open())
                .as("the shop was read, and has no such order")
                .containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void aShopThatDoesNotShowItsWholeHistoryNeverProvesThatItHasNoSuchOrder() {
        world.shop.completeHistory(false);
        world.refundAsStaff(world.settled(Gateway.FLATPAY, "29.80"), "5.00");

        pass(Duration.ofHours(25));

        assertThat(open()).isEmpty();
        assertThat(in(Discrepancy.State.SUSPECTED)).containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void nothingIsOpenedBeforeTheFirstCompleteScanThoughTheSearchFindsNothing() {
        world.shop.isDown(Question.CHANGES);
        world.refundAsStaff(world.settled(Gateway.FLATPAY, "29.80"), "5.00");
        pass(Duration.ofHours(5));
        assertThat(open()).isEmpty();

        world.shop.isUp();
        pass(Duration.ofHours(12));

        assertThat(open()).containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void whatAnOrderShowsIsASuspicionTooBeforeTheFirstCompleteScan() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.shop.isDown(Question.CHANGES);
        Inbox inbox = Inbox.open(world.dataSource, world.clock);
        inbox.accept("shop", Delivery.identified("delivery-1", order, new byte[0]));
        InboxWorker.builder(inbox).on("shop", sync.hints("shop")).build().workOff();
        pass(Duration.ofHours(5));
        assertThat(open()).isEmpty();
        assertThat(in(Discrepancy.State.SUSPECTED)).containsExactly(DiscrepancyKind.RECORDED_WITHOUT_MONEY);

        world.shop.isUp();
        pass(Duration.ofHours(12));

        assertThat(open()).containsExactly(DiscrepancyKind.RECORDED_WITHOUT_MONEY);
    }

    @Test
    void ofTwoShopsTheOneThatHasTheOrderDecides() {
        TestShop second = new TestShop("second", world.clock);
        second.isDown(Question.CHANGES);
        second.isDown(Question.FIND);
        sync = world.builder(SyncMode.SHOP_PAYS)
                .shop(ConnectedShop.of(second, SyncMode.SHOP_PAYS, "flatpay"))
                .build();
        PaymentId ordered = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.order(ordered);
        world.refundAsStaff(ordered, "5.00");
        PaymentId nowhere = world.settled(Gateway.FLATPAY, "29.80");
        world.refundAsStaff(nowhere, "5.00");

        pass(Duration.ofHours(5));

        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::payment)
                .containsExactly(ordered);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.SUSPECTED))
                .extracting(Discrepancy::payment)
                .containsExactly(nowhere);
    }

    @Test
    void whatTheMerchantEnteredInAnOrderThatNoScanConnectsClosesTheDiscrepancy() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.unmapped(order);
        world.refundAsStaff(payment, "5.00");
        pass(Duration.ofHours(2));
        assertThat(open()).containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);

        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        pass(Duration.ofDays(1).plusHours(1));

        assertThat(open()).isEmpty();
        assertThat(in(Discrepancy.State.GONE)).containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void moneyThatCameBackClosesTheDiscrepancyThoughTheAccountDoesNotListThePaymentAnyMore() {
        String reference = world.everypay
                .payment()
                .account("EUR3D1")
                .state("settled")
                .amount(2_980)
                .method("lhv_ob_ee")
                .add();
        PaymentId payment = world.paid(new PaymentId("everypay", reference), "29.80");
        world.shop.order(payment);
        pass(Duration.ofHours(1));
        world.refundAsStaff(payment, "29.80");
        Database database = Database.open(world.dataSource);
        database.inTransaction(sql -> {
            PaymentClaimTable.compareAt(sql, PaymentClaimTable.ensure(sql, payment), world.clock.instant());
            return true;
        });
        pass(Duration.ofHours(1));
        assertThat(open()).containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);

        world.everypay.refundFails(reference);
        pass(Duration.ofDays(1).plusHours(1));

        assertThat(open()).isEmpty();
    }

    @Test
    void whatAPersonAcceptedStaysAcceptedWhileTheShopCannotBeRead() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.refundAsStaff(payment, "5.00");
        pass(Duration.ofHours(1));
        sync.syncDesk()
                .acceptDiscrepancy(
                        sync.ledger()
                                .discrepancies(Discrepancy.State.OPEN)
                                .toList()
                                .get(0)
                                .id(),
                        "mari",
                        "a gesture");
        world.shop.blindTo(Cause.LOOKUP_FAILED);
        world.refundAsStaff(payment, "2.00");
        pass(Duration.ofHours(25));

        assertThat(open()).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.ACCEPTED))
                .extracting(Discrepancy::amount)
                .containsExactly(eur("5.00"));

        world.shop.blindTo(null);
        pass(Duration.ofHours(25));

        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::amount)
                .containsExactly(eur("7.00"));
    }

    @Test
    void anAccountWithoutAShopNeedsNone() {
        sync = world.without().build();
        world.refundAsStaff(world.settled(Gateway.FLATPAY, "29.80"), "5.00");

        pass(Duration.ofHours(1));

        assertThat(open()).containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);
    }

    @Test
    void aSuspicionThatCannotBeProvedIsLookedIntoEverMoreSeldom() {
        world.refundAsStaff(world.settled(Gateway.FLATPAY, "29.80"), "5.00");
        world.shop.blindTo(Cause.SHOP_DISCONNECTED);
        pass(Duration.ofDays(1));
        int before = world.shop.reads();

        world.work(sync, Duration.ofHours(20));

        assertThat(world.shop.reads() - before).isLessThanOrEqualTo(2);
        assertThat(in(Discrepancy.State.SUSPECTED)).hasSize(1);
    }
}
