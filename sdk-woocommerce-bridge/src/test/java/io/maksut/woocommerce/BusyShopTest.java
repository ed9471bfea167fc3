package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.woocommerce.RefundHandOff;
import io.maksut.sandbox.woocommerce.RefundRecord;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A shop with one PHP process hands a refund off, and is asked about the order while that process waits for our answer: it
 * answers when its own request has ended.
 */
@Timeout(120)
class BusyShopTest {
    private static final String SECRET = "hand-off-secret";

    private final ShopWorld world = new ShopWorld(shop -> shop.processes(1));
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final HandOffRequests plugin = new HandOffRequests(ShopWorld.NAME, SECRET, world.clock);
    private final WebhookEndpoint endpoint = new WebhookEndpoint(new JdkHandOffEndpoint(
            HandOffEndpoint.builder(sync, world.bridge).secret(SECRET).build()));
    private final PaymentId payment = world.settled("29.80");
    private final long order = world.order(payment, "29.80");

    BusyShopTest() {
        world.shop
                .plugin()
                .handsOffTo(RefundHandOff.to(endpoint.url("/refunds"), Duration.ofSeconds(30), plugin::signed));
    }

    @AfterEach
    void close() {
        endpoint.close();
        world.close();
    }

    private State state(long refund) {
        return sync.ledger().refund(ShopWorld.NAME, "" + refund).orElseThrow().state();
    }

    @Test
    void theRefundIsPendingAndPaidWhenTheShopCanAnswer() {
        long refund = world.shop.refundAsStaff(order, "5.00", "", true);

        assertThat(state(refund))
                .as("whose payment it is, only the shop can tell")
                .isEqualTo(State.PENDING);
        assertThat(world.refunded(payment)).isZero();

        world.work(sync, Duration.ofMinutes(2));
        assertThat(state(refund)).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(world.open(sync)).isEmpty();
    }

    @Test
    void theNextRefundWaitsForTheRecordOfTheFirst() {
        long other = world.order(new PaymentId("flatpay", "charge-2"), "29.80");
        PaymentId known = world.settledFor(other, "29.80");
        long first = world.shop.refundAsStaff(other, "5.00", "", true);
        assertThat(state(first))
                .as("that there is such an order, only the shop can tell")
                .isEqualTo(State.PENDING);
        world.work(sync, Duration.ofMinutes(2));
        assertThat(state(first)).isEqualTo(State.SUCCEEDED);

        long second = world.shop.refundAsStaff(other, "6.00", "", true);

        assertThat(state(second)).isEqualTo(State.PENDING);
        assertThat(world.refunded(known)).isEqualTo(500);
        world.work(sync, Duration.ofMinutes(2));
        assertThat(world.refunded(known)).isEqualTo(1_100);
        assertThat(world.shop.refunds(other)).extracting(RefundRecord::id).containsExactlyInAnyOrder(first, second);
    }
}
