package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.Operation;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A payment of 60.00 with its order, and refunds of it whose money arrives after they were taken for unpaid. */
abstract class LateWorld {
    final SyncWorld world = new SyncWorld(TestDatabases.SQLITE, 2);
    final RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
    PaymentId payment;
    String order;

    @AfterEach
    void close() {
        world.close();
    }

    void settled(Gateway gateway) {
        ordered(world.settled(gateway, "60.00"));
    }

    void ordered(PaymentId paid) {
        payment = paid;
        order = world.shop.order(paid);
    }

    RefundRequest asks(String amount) {
        return asks(sync, amount);
    }

    RefundRequest asks(RefundSync taking, String amount) {
        RefundRequest request = world.shop.asksToRefund(order, payment, eur(amount));
        taking.request("shop", request);
        return request;
    }

    /** The first copy of its request is lost, and its repetition within the same call is declined. */
    RefundRequest lostThenDeclined(String amount) {
        RefundRequest request = declinedJustNow(sync, amount);
        world.work(sync, Duration.ofMinutes(15));
        return request;
    }

    /** The same, and no time has passed since. */
    RefundRequest declinedJustNow(RefundSync by, String amount) {
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        world.frisbii.declineNext(Operation.REFUND, "refund_rejected", "hard_declined");
        RefundRequest request = asks(amount);
        by.worker().workOff();
        assertThat(ledger(request).state()).isEqualTo(State.DECLINED);
        return request;
    }

    LedgerOperation ledger(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    List<DiscrepancyKind> open() {
        return sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .map(Discrepancy::kind)
                .toList();
    }

    void accept(DiscrepancyKind kind) {
        Discrepancy discrepancy = sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .filter(it -> it.kind() == kind)
                .findFirst()
                .orElseThrow();
        sync.syncDesk().acceptDiscrepancy(discrepancy.id(), "mari", "known");
    }

    /** Staff gave it back in the gateway's portal, and a person has put that on record. */
    void refundedByStaffAndAccepted(String amount) {
        asks("1.00");
        sync.worker().workOff();
        world.refundAsStaff(payment, amount);
        world.work(sync, Duration.ofHours(2));
        accept(DiscrepancyKind.ONLY_AT_GATEWAY);
        world.clock.advance(Duration.ofDays(2));
        world.work(sync, Duration.ofMinutes(10));
    }

    void isNotFound() {
        byte[] notFound =
                "{\"code\":31,\"error\":\"Charge not found\",\"http_status\":404}".getBytes(StandardCharsets.UTF_8);
        world.onRead(payment, Fault.answer(404, "application/json", notFound)).always();
    }
}
