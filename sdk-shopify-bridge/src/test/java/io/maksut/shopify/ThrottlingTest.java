package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The shop's bucket of points, which all its apps' calls are taken from. */
class ThrottlingTest {
    @Test
    void aScanThatEmptiesTheBucketWaitsForItAndReadsEverything() {
        try (ShopifyWorld world = ShopifyWorld.of(shopify -> shopify.costBucket(470, 10), bridge -> bridge)) {
            for (int i = 0; i < 10; i++) {
                String order = world.order(world.paid("p" + i, "49.90"), "49.90");
                world.merchant.refund(order).amount("1.00").make();
            }

            // Ten orders that were refunded are read one by one, after the page that names them.
            assertThat(world.shop.changedSince(Instant.EPOCH, null).orders()).hasSize(10);

            assertThat(world.time.waits().stream().reduce(Duration.ZERO, Duration::plus))
                    .isGreaterThan(Duration.ofSeconds(2));
            assertThat(world.sandbox.requests().count()).isGreaterThan(11);
        }
    }
}
