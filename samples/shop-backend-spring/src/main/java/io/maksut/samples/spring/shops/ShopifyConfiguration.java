package io.maksut.samples.spring.shops;

import io.maksut.portal.PaymentGateway;
import io.maksut.samples.spring.hooks.Hook;
import io.maksut.samples.spring.settings.ShopSettings;
import io.maksut.shopify.PaymentMatching;
import io.maksut.shopify.ShopifyShop;
import io.maksut.shopify.ShopifyShopBuilder;
import io.maksut.shopify.ShopifySubscriptions;
import io.maksut.shopify.ShopifyTokens;
import io.maksut.shopify.ShopifyWebhooks;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.time.Clock;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A Shopify shop whose payment provider pays refunds by itself, as it is for every merchant without a payments app: the engine
 * watches, and never pays what appears there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("shop.shopify.domain")
class ShopifyConfiguration {
    private static final String NAME = "shopify";

    private final ShopSettings.Shopify shop;
    private final ShopSettings settings;

    ShopifyConfiguration(ShopSettings settings) {
        this.settings = settings;
        this.shop = Objects.requireNonNull(settings.shopify());
    }

    /** Shopify's payment id is the order's reference at EveryPay. */
    @Bean
    ShopifyShop shopifyShop(@Qualifier("everypay") PaymentGateway everypay, Clock clock) {
        ShopifyShopBuilder builder = ShopifyShop.builder(shop.domain())
                .name(NAME)
                .adminApp(ShopifyTokens.clientCredentials(shop.clientId(), shop.clientSecret()))
                .gateway(shop.gateway(), PaymentMatching.orderReference(everypay))
                .clock(clock);
        if (shop.address() != null) {
            builder.address(shop.address());
        }
        return builder.build();
    }

    @Bean
    ConnectedShop connectedShopify(ShopifyShop shopify, @Qualifier("everypay") PaymentGateway everypay) {
        return ConnectedShop.of(shopify, SyncMode.SHOP_PAYS, everypay.account());
    }

    @Bean
    Hook shopifyHook(ShopifyShop shopify, RefundSync sync) {
        ShopifyWebhooks webhooks = ShopifyWebhooks.builder()
                .secret(shop.clientSecret())
                .shop(shopify)
                .build();
        return new Hook(NAME, webhooks, webhooks.processor(sync));
    }

    /** Shopify removes subscriptions that failed a few times, without a word. */
    @Bean
    HookCare shopifyHookCare(ShopifyShop shopify, RefundSync sync) {
        ShopifySubscriptions subscriptions = ShopifySubscriptions.of(shopify, settings.hook(NAME));
        return new HookCare(NAME, () -> subscriptions.audit(sync));
    }
}
