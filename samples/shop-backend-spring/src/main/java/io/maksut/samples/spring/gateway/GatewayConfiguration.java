package io.maksut.samples.spring.gateway;

import io.maksut.everypay.EveryPayPortal;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.index.PaymentIndex;
import io.maksut.monitor.MaksutMeters;
import io.maksut.monitor.Monitor;
import io.maksut.portal.PaymentGateway;
import io.maksut.samples.spring.settings.ShopSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One bean for each account. Spring closes them when it is done with whatever uses them. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {
    @Bean
    Monitor monitor(Clock clock) {
        return new Monitor(clock);
    }

    /** Listens to gateways, shops and engine; what it is told goes to Micrometer and on to the monitor. */
    @Bean
    MaksutMeters maksutMeters(MeterRegistry registry, Monitor monitor) {
        return new MaksutMeters(registry, monitor);
    }

    /** The payments that were seen, of all accounts: to search those of EveryPay, and to read unfinished ones again. */
    @Bean
    PaymentIndex paymentIndex(DataSource dataSource, Clock clock) {
        return PaymentIndex.open(dataSource, clock);
    }

    @Bean
    PaymentGateway flatpay(ShopSettings settings, MaksutMeters meters, Clock clock) {
        return FlatpayPortal.builder()
                .apiKey(settings.flatpay().apiKey())
                .api(settings.flatpay().apiOrDefault())
                .checkoutApi(settings.flatpay().checkoutApiOrDefault())
                .listener(meters)
                .clock(clock)
                .buildGateway();
    }

    /** EveryPay cannot search; what was seen of its payments is kept in our database. */
    @Bean
    PaymentGateway everypay(ShopSettings settings, MaksutMeters meters, Clock clock, PaymentIndex index) {
        return EveryPayPortal.builder()
                .apiUsername(settings.everypay().apiUsername())
                .apiSecret(settings.everypay().apiSecret())
                .accountName(settings.everypay().accountName())
                .api(settings.everypay().api())
                .index(index::lookup)
                .listener(meters)
                .clock(clock)
                .buildGateway();
    }
}
