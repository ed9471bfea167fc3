package io.maksut.samples.spring.health;

import io.maksut.shopify.ShopifyHealth;
import io.maksut.shopify.ShopifyShop;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** What was noticed of the app in the Shopify shop, under {@code shopify}; asks nobody. */
@Component
@ConditionalOnProperty("shop.shopify.domain")
class ShopifyHealthIndicator implements HealthIndicator {
    private final ShopifyShop shop;

    ShopifyHealthIndicator(ShopifyShop shop) {
        this.shop = shop;
    }

    @Override
    public Health health() {
        ShopifyHealth now = shop.health();
        return now.isGood()
                ? Health.up().build()
                : Health.status(MaksutHealthIndicator.TROUBLED)
                        .withDetail("troubles", now.lines())
                        .build();
    }
}
