package io.maksut.samples.spring.admin;

import io.maksut.samples.spring.settings.ShopSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Three kinds of callers: machines that sign what they send, monitoring, and people in browsers. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String LOOK = "LOOK";
    private static final String REFUND = "REFUND";
    private static final String MONITOR = "MONITOR";
    /** Says nothing of where forms go: the way to a gateway's page is the answer to one. */
    private static final String CONTENT =
            "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

    /**
     * Whoever sends here proves itself by the signature. No session, no token, and above all nothing that reads the body of a
     * form before the signature was checked, as the check of CSRF tokens does.
     */
    @Bean
    @Order(1)
    SecurityFilterChain hooks(HttpSecurity http) {
        return http.securityMatcher("/hooks/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /** Anybody may learn whether all is well; in words, and the numbers, only monitoring. Nothing is changed here. */
    @Bean
    @Order(2)
    SecurityFilterChain monitoring(HttpSecurity http) {
        return http.securityMatcher("/actuator/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health/**", "/actuator/health")
                        .permitAll()
                        .anyRequest()
                        .hasRole(MONITOR))
                .httpBasic(Customizer.withDefaults())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /** Sessions and CSRF tokens are Spring Security's defaults. */
    @Bean
    @Order(3)
    SecurityFilterChain people(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/admin", "/admin/**")
                        .hasRole(LOOK)
                        .requestMatchers("/admin", "/admin/**")
                        .hasRole(REFUND)
                        .requestMatchers("/", "/checkout", "/orders/*", "/shop.css", "/error")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .formLogin(login -> login.defaultSuccessUrl("/admin"))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT)))
                .build();
    }

    @Bean
    UserDetailsService staff(ShopSettings settings) {
        return new InMemoryUserDetailsManager(settings.people().stream()
                .map(person -> User.withUsername(person.name())
                        .password(person.password())
                        .roles(person.roles().toArray(String[]::new))
                        .build())
                .toList());
    }
}
