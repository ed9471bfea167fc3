package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** After a refund past Shopify. */
class RecordingTest {
    /** What the engine's ledger keeps of what a merchant is to do. */
    private static final int LONGEST_INSTRUCTIONS = 500;

    private static PortalRefund refund(String order) {
        return new PortalRefund(
                "maksut:60ab9ade-5a58-4512-9ef7-146d11a0f292",
                order,
                new PaymentId("flatpay", "p1"),
                Money.of("KWD", "1234567.890"),
                Instant.EPOCH,
                "");
    }

    @Test
    void theOrderIsTaggedOnceAndNothingElseIsSent() {
        try (ShopifyWorld world = new ShopifyWorld()) {
            String order = world.order(world.paid("p1", "49.90"), "49.90");
            world.shop.record(refund(order));
            world.shop.record(refund(order));

            assertThat(world.sandbox.order(order).tags()).hasSize(2).contains("refunded-outside-shopify");
            assertThat(world.sandbox.order(order).refunds()).isEmpty();
            assertThat(world.sandbox.requests().all())
                    .allSatisfy(request -> assertThat(request.body()).doesNotContain("refundCreate"));
        }
    }

    @Test
    void theInstructionsFitWhereTheyAreKeptInEveryLanguage() {
        String longest = "a-shop-whose-name-is-as-long-as-the-names-of-shops-ever-get.myshopify.com";
        try (ShopifyWorld world = ShopifyWorld.of(sandbox -> sandbox.domain(longest), bridge -> bridge)) {
            String order = world.order(world.paid("p1", "49.90"), "49.90");

            Recording recording = world.shop.record(refund(order));

            assertThat(((Recording.ByMerchant) recording).instructions().values())
                    .hasSize(3)
                    .allSatisfy(text -> assertThat(text)
                            .hasSizeLessThan(LONGEST_INSTRUCTIONS)
                            .contains(
                                    longest + "/admin/orders/",
                                    "KWD 1234567.890",
                                    refund(order).key()));
        }
    }
}
