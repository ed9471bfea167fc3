package io.maksut.samples.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.shopify.ShopifySandbox;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopifyTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theStoryIsToldToItsEnd() throws Exception {
        BookshopStory.tell(out);

        assertThat(told())
                .containsSubsequence(
                        "API version 2026-10, all is well: true",
                        "refunds/create",
                        "Shopify asks for a refund of 5.00",
                        "answered: [201, 201, 201]",
                        "the ledger says: SUCCEEDED; the session is RESOLVED",
                        "1 refunds, EUR 5.00",
                        "outcome unknown: true",
                        "the session is OPEN",
                        "twenty minutes later",
                        "the ledger says: SUCCEEDED; the session is RESOLVED",
                        "1 refunds, EUR 5.00",
                        "the ledger says: PENDING; the session is OPEN",
                        "1 refunds, EUR 20.00",
                        "Refused (row 7)",
                        "Allowed (row 5)",
                        "refunded EUR 7.00: SUCCEEDED",
                        "refunded-outside-shopify",
                        "it is not paid until the sync desk has your answer",
                        "1 refunds, EUR 7.00",
                        "Undetermined (row 8)",
                        "Allowed (row 9)",
                        "1 refunds, EUR 15.00",
                        "captured EUR 12.50",
                        "webhooks made again: [orders/updated]",
                        "discrepancy ",
                        "1 refunds, EUR 3.00");
    }

    private static Map<String, String> environment(ShopifySandbox shop) {
        Map<String, String> environment = new HashMap<>();
        environment.put(RealShop.SHOP, shop.domain());
        environment.put(RealShop.TOKEN, shop.adminToken());
        environment.put(RealShop.ADDRESS, shop.url().toString());
        return environment;
    }

    private static String refundedOrder(ShopifySandbox shop) {
        String order =
                shop.merchant().order().total("29.80").sale("flatpay", "rBook1").place();
        shop.merchant().refund(order).amount("5.00").make();
        return order;
    }

    @Test
    void aRealShopIsOnlyRead() {
        try (ShopifySandbox shop = ShopifySandbox.start()) {
            refundedOrder(shop);
            shop.bulk(3, Instant.now().minus(Duration.ofDays(1)), Duration.ofMinutes(1), "bulk");

            RealShop.lookAt(environment(shop), out);

            assertThat(told())
                    .contains("in version 2026-10", "refund of EUR 5.00, PENDING", "4 orders", "Nothing was written")
                    .doesNotContain(shop.adminToken());
            assertThat(shop.requests().all())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.body()).doesNotContain("mutation"));
        }
    }

    @Test
    void onlyTheOrderThatWasNamedIsTagged() {
        try (ShopifySandbox shop = ShopifySandbox.start()) {
            String order = refundedOrder(shop);
            String other = refundedOrder(shop);
            Map<String, String> environment = environment(shop);
            environment.put(RealShop.WRITE_ORDER, order.substring(order.lastIndexOf('/') + 1));

            RealShop.lookAt(environment, out);

            assertThat(told()).contains("was tagged. The merchant would read:", "EUR 0.01");
            assertThat(shop.order(order).tags()).contains("refunded-outside-shopify");
            assertThat(shop.order(other).tags()).isEmpty();
            assertThat(shop.order(order).refunds()).hasSize(1);
        }
    }

    @Test
    void aTokenThatIsRefusedIsExplained() {
        try (ShopifySandbox shop = ShopifySandbox.start()) {
            shop.app().revoke(shop.adminToken());

            RealShop.lookAt(environment(shop), out);

            assertThat(told()).contains("HTTP 401").doesNotContain(shop.adminToken());
        }
    }
}
