package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same on every database, and with several at work at once. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class LedgerOnEachDatabaseTest {
    @Parameter
    private TestDatabases database;

    private SyncWorld opened;

    private SyncWorld world() {
        if (opened == null) {
            opened = new SyncWorld(database);
        }
        return opened;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(executor.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void theSameRequestAtTheSameInstantIsOne() throws Exception {
        SyncWorld world = world();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));

        List<RequestReceipt> receipts = atOnce(6, () -> sync.request("shop", request));

        assertThat(receipts).extracting(RequestReceipt::kind).containsOnlyOnce(RequestReceipt.Kind.NEW);
        assertThat(receipts)
                .extracting(it -> it.operation().id())
                .containsOnly(receipts.get(0).operation().id());
        sync.worker().workOff();
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void severalWorkersPayEachRefundOnceAndOnePaymentAtATime() throws Exception {
        SyncWorld world = world();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        List<RefundRequest> requests = new ArrayList<>();
        List<PaymentId> payments = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            PaymentId payment = world.settled(i % 2 == 0 ? Gateway.FLATPAY : Gateway.EVERYPAY, "29.80");
            payments.add(payment);
            String order = world.shop.order(payment);
            for (int j = 0; j < 3; j++) {
                requests.add(world.shop.asksToRefund(order, payment, eur("4.00")));
            }
        }
        requests.forEach(request -> sync.request("shop", request));

        // As if each were a process of its own.
        atOnce(4, () -> world.sync(SyncMode.PORTAL_PAYS).worker().workOff());
        sync.worker().workOff();

        assertThat(payments).allSatisfy(payment -> {
            assertThat(world.refunds(payment)).isEqualTo(3);
            assertThat(world.refunded(payment)).isEqualTo(1_200);
        });
        assertThat(requests)
                .allSatisfy(request -> assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE));
    }

    @Test
    void onePermitExecutedByManyAtOncePaysOnce() throws Exception {
        SyncWorld world = world();
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        world.shop.refund(world.shop.order(payment), payment, eur("5.00"), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(Duration.ofMinutes(26));
        RefundDecision decision = sync.desk().decide(payment, eur("5.00"), "mari", "failed in the shop");
        RefundPermit permit = ((RefundDecision.Allowed) decision).permit();

        List<DirectRefund> refunds =
                atOnce(5, () -> world.sync(SyncMode.SHOP_PAYS).desk().execute(permit));

        assertThat(refunds)
                .allMatch(it -> it instanceof DirectRefund.Made
                        || it instanceof DirectRefund.MadeBefore
                        || it instanceof DirectRefund.Busy);
        assertThat(refunds).filteredOn(it -> it instanceof DirectRefund.Made).hasSize(1);
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(sync.desk().execute(permit)).isInstanceOf(DirectRefund.MadeBefore.class);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void whatCameInWhileAClaimWasEndingIsNotForgotten() throws Exception {
        SyncWorld world = world();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "100.00");
        String order = world.shop.order(payment);
        List<RefundRequest> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            requests.add(world.shop.asksToRefund(order, payment, eur("1.00")));
        }
        List<RefundRequest> left = new ArrayList<>(requests);
        ExecutorService deliverer = Executors.newSingleThreadExecutor();
        try {
            Future<?> delivered = deliverer.submit(() -> left.forEach(request -> sync.request("shop", request)));
            SyncWorker worker = sync.worker();
            while (!delivered.isDone()) {
                worker.workOff();
            }
            delivered.get();
            worker.workOff();
        } finally {
            deliverer.shutdownNow();
        }

        assertThat(sync.ledger().inFlight()).isEmpty();
        assertThat(world.refunds(payment)).isEqualTo(40);
    }

    @Test
    void theWholeStory() {
        SyncWorld world = world();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        RefundRequest lost = world.shop.asksToRefund(order, payment, eur("5.00"));
        RefundRequest tooMuch = world.shop.asksToRefund(order, payment, eur("25.00"));
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        sync.request("shop", lost);
        sync.request("shop", tooMuch);
        world.work(sync, Duration.ofMinutes(20));
        world.refundAsStaff(payment, "2.00");
        world.clock.advance(Duration.ofDays(1));
        sync.worker().scanDue();
        world.work(sync, Duration.ofHours(1));

        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::state)
                .containsExactly(State.SUCCEEDED, State.DECLINED);
        Discrepancy discrepancy =
                sync.ledger().discrepancies(Discrepancy.State.OPEN).findFirst().orElseThrow();
        assertThat(discrepancy.kind()).isEqualTo(DiscrepancyKind.ONLY_AT_GATEWAY);
        assertThat(sync.syncDesk().acceptDiscrepancy(discrepancy.id(), "mari", "a goodwill refund"))
                .isPresent();
        assertThat(sync.ledger().history(payment))
                .extracting(LedgerEvent::kind)
                .contains(
                        LedgerEvent.Kind.REQUESTED,
                        LedgerEvent.Kind.SUCCEEDED,
                        LedgerEvent.Kind.DECLINED,
                        LedgerEvent.Kind.TOLD,
                        LedgerEvent.Kind.DISCREPANCY_OPENED,
                        LedgerEvent.Kind.DISCREPANCY_ACCEPTED);
        // Another process finds the same.
        assertThat(world.sync(SyncMode.PORTAL_PAYS).ledger().refund("shop", lost.id()))
                .isPresent();
    }
}
