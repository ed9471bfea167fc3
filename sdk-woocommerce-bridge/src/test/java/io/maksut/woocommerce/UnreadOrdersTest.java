package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.DiscrepancyKind;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refunds that the shop's plugin paid, of orders that no scan connects with their payment: nobody is told to enter them again. */
class UnreadOrdersTest {
    private final ShopWorld world = new ShopWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private PaymentId refundedByPlugin() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        world.shop.plugin().paysThrough(world.pluginPaysAtTheGateway());
        world.shop.refundAsStaff(order, "5.00", "", true);
        assertThat(world.refunded(payment)).isEqualTo(500);
        return payment;
    }

    @Test
    void ofAnOrderWhosePaymentMethodIsNotMapped() {
        PaymentId payment = refundedByPlugin();
        try (WooCommerceShop bridge = WooCommerceShop.builder(ShopWorld.NAME, world.shop.httpsUrl(), world.dataSource)
                .key(world.shop.key().consumerKey(), world.shop.key().consumerSecret())
                .paymentMethod("the_plugin_of_last_year", "flatpay")
                .trust(world.shop.tls().trustingContext())
                .attempts(1)
                .clock(world.clock)
                .build()) {
            RefundSync unmapped = world.sync(ConnectedShop.of(bridge, SyncMode.SHOP_PAYS, "flatpay"));

            world.work(unmapped, Duration.ofDays(3));

            assertThat(world.open(unmapped)).isEmpty();
            assertThat(unmapped.ledger().refundsOf(payment))
                    .extracting(LedgerOperation::amount)
                    .containsExactly(ShopWorld.eur("5.00"));
        }
    }

    @Test
    void whileTheShopIsInMaintenance() {
        PaymentId payment = refundedByPlugin();
        world.shop.faults().next(Fault.MAINTENANCE_PAGE).always();
        world.work(sync, Duration.ofHours(5));
        assertThat(world.open(sync)).isEmpty();
        assertThat(sync.ledger().discrepancies(Discrepancy.State.SUSPECTED))
                .extracting(Discrepancy::kind)
                .containsExactly(DiscrepancyKind.ONLY_AT_GATEWAY);

        world.shop.faults().clear();
        try (WooCommerceShop anew = world.builder().build()) { // with a breaker that has not opened
            RefundSync after = world.sync(ConnectedShop.of(anew, SyncMode.SHOP_PAYS, "flatpay"));
            world.work(after, Duration.ofDays(1));

            assertThat(world.open(after)).isEmpty();
            assertThat(after.ledger().discrepancies(Discrepancy.State.SUSPECTED))
                    .isEmpty();
            assertThat(after.ledger().refundsOf(payment)).hasSize(1);
        }
    }
}
