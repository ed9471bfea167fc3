package io.maksut.samples.spring.hooks;

import io.maksut.everypay.EveryPayCallbacks;
import io.maksut.flatpay.FlatpayWebhooks;
import io.maksut.samples.spring.gateway.Portals;
import io.maksut.samples.spring.order.PaymentChanges;
import io.maksut.samples.spring.settings.ShopSettings;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.PaymentNotifications;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The inbox, and how the gateways' callbacks get there. */
@Configuration(proxyBeanMethods = false)
class GatewayHooks {
    @Bean
    Inbox inbox(DataSource dataSource, Clock clock) {
        return Inbox.open(dataSource, clock);
    }

    @Bean
    Hook flatpayHook(ShopSettings settings, Portals portals, PaymentChanges changes, Clock clock) {
        FlatpayWebhooks webhooks = FlatpayWebhooks.builder()
                .secret(settings.flatpay().webhookSecret())
                .clock(clock)
                .build();
        return new Hook("flatpay", webhooks, new PaymentNotifications(portals.of(webhooks.name()), changes));
    }

    /** Not signed, so the address is known to EveryPay alone; and what it says is read from the gateway all the same. */
    @Bean
    Hook everypayHook(ShopSettings settings, Portals portals, PaymentChanges changes) {
        String key = settings.everypay().callbackKey();
        // No constraint of the settings: Spring Boot shows what breaks one.
        if (!key.matches("[A-Za-z0-9-]{16,64}")) {
            throw new IllegalStateException("the callback key has 16 to 64 letters, digits and dashes");
        }
        EveryPayCallbacks callbacks = EveryPayCallbacks.builder().build();
        return new Hook("everypay-" + key, callbacks, new PaymentNotifications(portals.of(callbacks.name()), changes));
    }
}
