package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Database;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a claim has in memory is what the ledger has. */
class PaymentClaimTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private LedgerOperation row(LedgerOperation operation) {
        return sync.ledger().operation(operation.id).orElseThrow();
    }

    @Test
    void whatIsStoredWithoutAnEventTellsWhenAsTheLedgerDoes() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        LedgerOperation asked = sync.request("shop", request).operation();
        Engine engine = new Engine(
                Database.open(world.dataSource),
                world.clock,
                SyncSettings.DEFAULT,
                Map.of(),
                Map.of(),
                event -> {},
                false);
        PaymentClaim claim = PaymentClaim.at(engine, asked.claimId).orElseThrow();
        world.clock.advance(Duration.ofSeconds(40));

        LedgerOperation stored = claim.storeQuietly(claim.all().get(0).edit().later("not yet", world.clock.instant()));
        world.clock.advance(Duration.ofSeconds(2));
        claim.end();

        assertThat(row(stored).reason()).contains("not yet");
        assertThat(stored.changedAt()).isEqualTo(row(stored).changedAt()).isAfter(asked.changedAt());
    }

    @Test
    void theReceiptOfARequestForARefundThatWasSeenBeforeTellsWhenAsTheLedgerDoes() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        String id = world.shop.refund(order, payment, eur("5.00"), ShopRefund.State.PENDING, Payout.NOT_TOLD);
        int unused = sync.worker().scanDue();
        world.clock.advance(Duration.ofSeconds(40));

        RequestReceipt receipt = sync.request(
                "shop",
                RefundRequest.builder(id, payment, eur("5.00")).orderId(order).build());

        assertThat(receipt.kind()).isEqualTo(RequestReceipt.Kind.NEW);
        assertThat(receipt.operation().changedAt())
                .isEqualTo(row(receipt.operation()).changedAt())
                .isEqualTo(world.clock.instant());
    }
}
