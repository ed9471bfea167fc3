package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.maksut.error.AuthenticationException;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.shopify.access.App;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens for an hour whose refresh token is new each time. */
@Timeout(60)
class TokensTest {
    private static final String OAUTH = "/admin/oauth/access_token";
    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");
    private static final Duration ALMOST_AN_HOUR = Duration.ofMinutes(57);

    private final ShopifyWorld world = new ShopifyWorld();
    private final App app = world.sandbox.app();
    private final List<ShopifyShop> processes = new ArrayList<>();

    @AfterEach
    void close() {
        processes.forEach(ShopifyShop::close);
        world.close();
    }

    private OfflineTokens installed() {
        OfflineTokens tokens = OfflineTokens.open(world.dataSource, KEY, world.clock);
        App.Tokens first = app.offlineTokens();
        tokens.save(
                app.clientId(),
                world.sandbox.domain(),
                first.accessToken(),
                first.expiresIn(),
                Objects.requireNonNull(first.refreshToken()),
                first.refreshExpiresIn());
        return tokens;
    }

    /** A process of its own, as far as tokens go. */
    private ShopifyShop process() {
        ShopifyShop shop = world.settings()
                .adminApp(ShopifyTokens.offline(
                        OfflineTokens.open(world.dataSource, KEY, world.clock), app.clientId(), app.secret()))
                .build();
        processes.add(shop);
        return shop;
    }

    private long refreshes() {
        return world.sandbox.requests().count("POST", OAUTH);
    }

    @Test
    void manyThreadsOfTwoProcessesRefreshOnce() throws Exception {
        installed();
        List<ShopifyShop> both = List.of(process(), process());
        both.forEach(ShopifyShop::check);
        assertThat(refreshes()).isZero();
        world.clock.advance(ALMOST_AN_HOUR);

        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            List<Callable<ShopifyHealth>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                calls.add(both.get(i % 2)::check);
            }
            for (Future<ShopifyHealth> answer : threads.invokeAll(calls)) {
                assertThat(answer.get().problems()).doesNotContain(ShopifyHealth.Problem.ACCESS_LOST);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(refreshes()).isEqualTo(1);
    }

    @Test
    void aNewTokenIsOnDiskBeforeItIsUsed() {
        OfflineTokens tokens = installed();
        TokenTable.Owner owner = new TokenTable.Owner(app.clientId(), world.sandbox.domain());
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger stored = new AtomicInteger();
        world.sandbox.faults().next(Fault.SERVER_ERROR_BEFORE_PROCESSING).matching(request -> {
            String token = request.header("X-Shopify-Access-Token");
            if (token != null) {
                seen.incrementAndGet();
                if (isStored(tokens, owner, token)) {
                    stored.incrementAndGet();
                }
            }
            return false;
        });
        ShopifyShop shop = process();
        for (int hour = 0; hour < 5; hour++) {
            shop.check();
            world.clock.advance(ALMOST_AN_HOUR);
        }

        assertThat(refreshes()).isEqualTo(4);
        assertThat(seen.get()).isEqualTo(5);
        assertThat(stored.get()).isEqualTo(5);
        assertThat(process().check().isGood()).isEqualTo(shop.check().isGood());
    }

    private static boolean isStored(OfflineTokens tokens, TokenTable.Owner owner, String token) {
        try {
            return tokens.table().read(owner).orElseThrow().accessToken().equals(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRefreshWhoseAnswerGotLostIsMadeAgain() {
        installed();
        ShopifyShop shop = process();
        shop.check();
        world.clock.advance(ALMOST_AN_HOUR);
        world.sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", OAUTH);

        shop.check();

        assertThat(refreshes()).isGreaterThanOrEqualTo(2);
        world.clock.advance(ALMOST_AN_HOUR);
        process().check();
    }

    @Test
    void anotherKeyOpensNothing() {
        installed();
        ShopifyShop shop = world.settings()
                .adminApp(ShopifyTokens.offline(
                        OfflineTokens.open(world.dataSource, new SecretKeySpec(new byte[16], "AES"), world.clock),
                        app.clientId(),
                        app.secret()))
                .build();
        processes.add(shop);

        assertThatExceptionOfType(AuthenticationException.class).isThrownBy(shop::check);
    }
}
