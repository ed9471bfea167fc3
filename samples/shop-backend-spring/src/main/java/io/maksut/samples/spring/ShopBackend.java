package io.maksut.samples.spring;

import io.maksut.samples.spring.settings.ShopSettings;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The program. {@code application.yaml} names the environment variables that it needs. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ShopSettings.class)
@EnableScheduling
public class ShopBackend {
    public static void main(String[] arguments) {
        SpringApplication.run(ShopBackend.class, arguments);
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }
}
