package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.HANDLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.shop.Fulfilment;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Capturing what is shipped, for shops that do not do it by themselves. */
class ShipToSettleTest {
    private static String order(ShopifyWorld world, PaymentId payment) {
        return world.merchant
                .order()
                .line("Cap", 2, "24.95")
                .authorization(HANDLE, payment.reference())
                .place();
    }

    private static RefundSync shipToSettle(ShopifyWorld world) {
        return world.sync(
                ConnectedShop.of(world.shop, SyncMode.SHOP_PAYS, "flatpay").withShipToSettle());
    }

    private static void sweepAndWork(ShopifyWorld world, RefundSync sync) {
        sync.mayHaveMissed("shop");
        sync.worker().sweepDue();
        world.work(sync, Duration.ofMinutes(30));
    }

    private static long captured(ShopifyWorld world, PaymentId payment) {
        return world.frisbii.books().captured(payment.reference());
    }

    @Test
    void whatWasAuthorisedIsCapturedOnceWhenTheWholeOrderIsSent() {
        try (ShopifyWorld world = ShopifyWorld.of(shop -> shop, ShopifyShopBuilder::readsShipping)) {
            PaymentId payment = world.authorised("p1", "49.90");
            String order = order(world, payment);
            RefundSync sync = shipToSettle(world);
            sweepAndWork(world, sync);
            assertThat(captured(world, payment)).isZero();

            world.merchant.fulfill(order);
            sweepAndWork(world, sync);
            sweepAndWork(world, sync);

            assertThat(captured(world, payment)).isEqualTo(4_990);
        }
    }

    @Test
    void nothingIsReadOfShippingUnlessItWasSwitchedOn() {
        try (ShopifyWorld world = new ShopifyWorld()) {
            PaymentId payment = world.authorised("p1", "49.90");
            String order = order(world, payment);
            world.merchant.fulfill(order);
            RefundSync sync = world.sync();
            sweepAndWork(world, sync);

            assertThat(world.shop.order(order).orElseThrow().fulfilment()).isEqualTo(Fulfilment.NONE);
            assertThat(world.sandbox.requests().all())
                    .allSatisfy(request -> assertThat(request.body()).doesNotContain("displayFulfillmentStatus"));
            assertThat(captured(world, payment)).isZero();
        }
    }

    @Test
    void anOrderThatDoesNotComeToWhatWasAuthorisedIsForAPerson() {
        try (ShopifyWorld world = ShopifyWorld.of(shop -> shop, ShopifyShopBuilder::readsShipping)) {
            PaymentId payment = world.authorised("p1", "49.90");
            String order = order(world, payment);
            String line = "gid://shopify/LineItem/"
                    + world.sandbox.order(order).lines().get(0).id();
            world.merchant.edit(order).remove(line, 1).edit();
            world.merchant.fulfill(order);

            sweepAndWork(world, shipToSettle(world));

            assertThat(captured(world, payment)).isZero();
            assertThat(world.news).contains(new ShopifyEvent.ShippedNotExact("shop", order));
        }
    }
}
