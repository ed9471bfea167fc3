package io.maksut.samples.spring.shops;

import io.maksut.monitor.MaksutMeters;
import io.maksut.samples.spring.hooks.Hook;
import io.maksut.samples.spring.settings.ShopSettings;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.woocommerce.HandOffEndpoint;
import io.maksut.woocommerce.WebhookRegistration;
import io.maksut.woocommerce.WooCommerceShop;
import io.maksut.woocommerce.WooCommerceWebhooks;
import java.time.Clock;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A WooCommerce shop whose payment plugin hands its refunds off to this program. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("shop.woocommerce.site")
class WooCommerceConfiguration {
    static final String NAME = "woocommerce";

    private final ShopSettings.WooCommerce shop;
    private final ShopSettings settings;

    WooCommerceConfiguration(ShopSettings settings) {
        this.settings = settings;
        this.shop = Objects.requireNonNull(settings.woocommerce());
    }

    @Bean
    WooCommerceShop wooCommerceShop(DataSource dataSource, MaksutMeters meters, Clock clock) {
        return WooCommerceShop.builder(NAME, shop.site(), dataSource)
                .key(shop.key(), shop.secret())
                .paymentMethod(shop.paymentMethod(), shop.account())
                .listener(meters)
                .clock(clock)
                .build();
    }

    @Bean
    ConnectedShop connectedWooCommerce(WooCommerceShop woocommerce) {
        return ConnectedShop.of(woocommerce, SyncMode.PORTAL_PAYS, shop.account());
    }

    @Bean
    Hook wooCommerceHook(RefundSync sync) {
        WooCommerceWebhooks webhooks =
                WooCommerceWebhooks.builder(NAME).secret(shop.webhookSecret()).build();
        return new Hook(NAME, webhooks, sync.hints(NAME));
    }

    /** WooCommerce switches webhooks off that failed a few times, without a word. */
    @Bean
    HookCare wooCommerceHookCare(WooCommerceShop woocommerce, RefundSync sync) {
        WebhookRegistration registration =
                new WebhookRegistration(woocommerce, settings.hook(NAME), shop.webhookSecret());
        return new HookCare(NAME, () -> registration.restore(sync));
    }

    @Bean
    HandOffEndpoint handOffEndpoint(WooCommerceShop woocommerce, RefundSync sync) {
        return HandOffEndpoint.builder(sync, woocommerce)
                .secret(shop.handOffSecret())
                .build();
    }
}
