package io.maksut.sandbox.woocommerce;

import java.time.Duration;
import java.time.Instant;

/** Many small orders with refunds. */
final class BulkOrders {
    private BulkOrders() {}

    /** Of 29.80 each, with so many refunds of 1.00 that the plugin paid, in the second of their order. */
    static void add(WooCommerceSandbox.Inside inside, int orders, int refundsEach, Instant first, Duration step) {
        for (int i = 0; i < orders; i++) {
            OrderSeed seed = new OrderSeed(inside)
                    .transactionId(String.format("bulk-%09d", i))
                    .email("customer" + i % 10_000 + "@example.com")
                    .created(first.plus(step.multipliedBy(i)));
            for (int j = 0; j < refundsEach; j++) {
                seed.refunded("1.00", "", true);
            }
            seed.add();
        }
    }
}
