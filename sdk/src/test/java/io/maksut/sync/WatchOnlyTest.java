package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beside another system: everything is judged and compared, and nothing is done. */
class WatchOnlyTest {
    private SyncWorld world = new SyncWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private RefundSync watching() {
        return scanned(world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .watchOnly());
    }

    private RefundSync working() {
        return scanned(
                world.without().shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle()));
    }

    private static RefundSync scanned(RefundSync.Builder builder) {
        RefundSync sync = builder.build();
        int unused = sync.worker().scanDue();
        return sync;
    }

    private RefundRequest asked(RefundSync sync, Gateway gateway, String amount) {
        PaymentId payment = world.settled(gateway, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur(amount));
        sync.request("shop", request);
        return request;
    }

    private static LedgerOperation refund(RefundSync sync, RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aRequestIsJudgedAndNothingIsSentOrTold(TestDatabases database) {
        world.close();
        world = new SyncWorld(database);
        RefundSync sync = watching();
        RefundRequest paid = asked(sync, Gateway.FLATPAY, "5.00");
        RefundRequest declined = asked(sync, Gateway.EVERYPAY, "99.00");

        sync.worker().workOff();

        assertThat(sync.watchesOnly()).isTrue();
        assertThat(refund(sync, paid).reviewReason()).contains(ReviewReason.WATCH_ONLY);
        assertThat(refund(sync, paid).reason().orElseThrow())
                .contains("Would refund")
                .contains("5.00");
        assertThat(refund(sync, declined).reviewReason()).contains(ReviewReason.WATCH_ONLY);
        assertThat(refund(sync, declined).reason().orElseThrow()).contains("Would end without money");
        assertThat(sync.ledger().history(refund(sync, paid)))
                .extracting(LedgerEvent::kind)
                .contains(LedgerEvent.Kind.WATCHED)
                .doesNotContain(LedgerEvent.Kind.SUBMITTED);
        assertThat(world.refunds(paid.payment())).isZero();
        assertThat(world.shop.told(paid.id())).isEmpty();
        assertThat(world.shop.told(declined.id())).isEmpty();
    }

    @Test
    void whatWasWatchedIsPaidLaterOnlyWhereAPersonSaysSo() {
        RefundRequest request = asked(watching(), Gateway.FLATPAY, "5.00");
        RefundSync watching = watching();
        watching.worker().workOff();

        RefundSync sync = working();
        world.work(sync, Duration.ofHours(2));
        assertThat(world.refunds(request.payment())).isZero();

        sync.syncDesk().retry(refund(sync, request).id(), "mari", "the other system did not");
        sync.worker().workOff();
        assertThat(world.refunds(request.payment())).isEqualTo(1);
        assertThat(refund(sync, request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @Test
    void aCaptureIsJudgedEveryHourAndMadeByWhoWorks() {
        RefundSync sync = watching();
        PaymentId payment = world.authorised(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.ships(order, new Fulfilment(true, List.of()));
        world.clock.advance(Duration.ofMinutes(11));
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(2));
        LedgerOperation capture = sync.ledger().openCaptures().findFirst().orElseThrow();
        assertThat(capture.reviewReason()).contains(ReviewReason.WATCH_ONLY);
        assertThat(capture.reason().orElseThrow()).contains("Would capture").contains("29.80");
        assertThat(world.books(payment).captured(payment.reference())).isZero();
        assertThat(sync.ledger().history(payment))
                .extracting(LedgerEvent::kind)
                .containsOnlyOnce(LedgerEvent.Kind.WATCHED);

        world.clock.advance(Duration.ofHours(1));
        working().worker().workOff();

        assertThat(world.books(payment).captured(payment.reference())).isEqualTo(2_980);
    }

    @Test
    void aDirectRefundIsRuledOnAndNotMade() {
        RefundSync sync = watching();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));
        RefundPermit permit = ((RefundDecision.Allowed)
                        sync.desk().decide(payment, eur("5.00"), "mari", "failed in the shop"))
                .permit();

        assertThat(sync.desk().execute(permit)).isEqualTo(new DirectRefund.WatchesOnly(permit));
        assertThat(world.refunds(payment)).isZero();
    }

    @Test
    void discrepanciesAreOpened() {
        RefundSync sync = watching();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.SUCCEEDED);
        world.clock.advance(Duration.ofDays(1));
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(40));

        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind)
                .containsExactly(DiscrepancyKind.ONLY_IN_SHOP);
        assertThat(world.shop.writes()).isZero();
    }

    @Test
    void aMissingRefundThatAPersonHasPaidWaitsForAPerson() {
        RefundSync sync = watching();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.clock.advance(Duration.ofMinutes(11));
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(40));
        LedgerOperation seen = sync.ledger().refundsOf(payment).get(0);

        sync.syncDesk().pay(seen.id(), "mari", "it was meant to be paid");
        world.work(sync, Duration.ofMinutes(5));
        assertThat(sync.ledger().refund(seen.id()).orElseThrow().reviewReason()).contains(ReviewReason.WATCH_ONLY);
        world.work(working(), Duration.ofMinutes(30));

        assertThat(world.refunded(payment)).isZero();
    }

    /** The other system captures everything, although the shop has refunded a part of it before. */
    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aRefundBeforeTheCaptureThatLoweredNothingIsFound(Gateway gateway) {
        RefundSync sync = watching();
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = world.shop.order(payment);
        world.shop.totals(order, eur("29.80"));
        world.shop.refund(order, payment, eur("10.00"), ShopRefund.State.SUCCEEDED, Payout.NONE);
        world.shop.ships(order, new Fulfilment(true, List.of()));
        world.clock.advance(Duration.ofMinutes(11));
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(5));
        if (gateway == Gateway.FLATPAY) {
            world.frisbii.settleAsStaff(payment.reference(), 2_980);
        } else {
            world.everypay.captureAsStaff(payment.reference(), 2_980);
        }
        for (int i = 0; i < 4; i++) {
            world.clock.advance(Duration.ofHours(13));
            sync.worker().scanDue();
            world.work(sync, Duration.ofMinutes(30));
        }
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind, Discrepancy::amount)
                .containsExactly(tuple(DiscrepancyKind.RECORDED_WITHOUT_MONEY, eur("10.00")));
    }

    @Test
    void whatWasBegunBeforeIsNotSentAgainAndNotTold() {
        RefundSync sync = working();
        RefundRequest unknown = asked(sync, Gateway.FLATPAY, "5.00");
        world.onRefund(unknown.payment(), Fault.RESET_BEFORE_PROCESSING);
        sync.worker().workOff();
        RefundRequest untold = asked(sync, Gateway.FLATPAY, "5.00");
        world.shop.isDown(TestShop.Question.TELL);
        sync.worker().workOff();
        world.shop.isUp();

        world.work(watching(), Duration.ofMinutes(30));
        assertThat(world.refunds(unknown.payment())).isZero();
        assertThat(world.shop.told(untold.id())).isEmpty();

        world.work(working(), Duration.ofHours(1));
        assertThat(world.refunds(unknown.payment())).isEqualTo(1);
        assertThat(world.shop.told(untold.id())).containsExactly(Verdict.DONE);
    }
}
