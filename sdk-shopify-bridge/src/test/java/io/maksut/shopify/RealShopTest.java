package io.maksut.shopify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract against a real shop, which {@code SHOPIFY_SHOP} and {@code SHOPIFY_TOKEN} name; {@code SHOPIFY_GATEWAY} is the
 * handle of its payment gateway. It is only read, unless {@code SHOPIFY_WRITE_ORDER} has the number of an order that may be
 * tagged.
 */
class RealShopTest extends ShopContract {
    @BeforeAll
    static void aShopIsGiven() {
        assumeTrue(
                System.getenv("SHOPIFY_SHOP") != null && System.getenv("SHOPIFY_TOKEN") != null,
                "no shop is given by SHOPIFY_SHOP and SHOPIFY_TOKEN: skipped");
    }

    @Override
    ShopifyShopBuilder builder() {
        return ShopifyShop.builder(System.getenv("SHOPIFY_SHOP"))
                .gateway(
                        Optional.ofNullable(System.getenv("SHOPIFY_GATEWAY")).orElse("flatpay"),
                        PaymentMatching.reference(ACCOUNT));
    }

    @Override
    String token() {
        return System.getenv("SHOPIFY_TOKEN");
    }

    @Override
    Optional<String> orderToTag() {
        return Optional.ofNullable(System.getenv("SHOPIFY_WRITE_ORDER")).map(Gid::order);
    }
}
