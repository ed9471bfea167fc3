package io.maksut.shopify;

import io.maksut.sandbox.shopify.ShopifySandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract against the stand-in shop. */
class SandboxShopTest extends ShopContract {
    private static ShopifySandbox sandbox;
    private static String refunded;

    @BeforeAll
    static void start() {
        sandbox = ShopifySandbox.start();
        refunded =
                sandbox.merchant().order().total("29.80").sale("ours", "rBook1").place();
        sandbox.merchant().refund(refunded).amount("5.00").make();
        sandbox.merchant()
                .order()
                .total("12.50")
                .authorization("ours", "rBook2")
                .place();
        sandbox.bulk(60, Instant.now().minus(Duration.ofDays(1)), Duration.ofMinutes(1), "others");
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Override
    ShopifyShopBuilder builder() {
        return ShopifyShop.builder(sandbox.domain())
                .gateway("ours", PaymentMatching.reference(ACCOUNT))
                .address(sandbox.url());
    }

    @Override
    String token() {
        return sandbox.adminToken();
    }

    @Override
    Optional<String> orderToTag() {
        return Optional.of(refunded);
    }
}
