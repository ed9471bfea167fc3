package io.maksut.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.maksut.samples.spring.settings.ShopSettings;
import io.maksut.samples.world.ShopWorld;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the program is told when it starts. */
class SettingsTest {
    private static ShopWorld world;

    @BeforeAll
    static void start() {
        world = ShopWorld.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aProgramThatIsNotToldItsKeysDoesNotStartAndShowsNoOther() {
        URI address = RunningBackend.freeAddress();
        Map<String, String> told = world.environment(address, world.newDatabase());
        told.remove("SHOP_FLATPAY_APIKEY");

        Throwable failure = catchThrowable(() -> RunningBackend.start(told, Clock.systemUTC(), address));

        assertThat(failure)
                .hasStackTraceContaining("apiKey")
                .satisfies(it -> assertThat(Throwables.getStackTrace(it))
                        .doesNotContain(world.everypay().apiSecret())
                        .doesNotContain(world.handOffSecret()));
    }

    @Test
    void aSecretThatIsNoGoodIsNotShown() {
        URI address = RunningBackend.freeAddress();
        Map<String, String> told = world.environment(address, world.newDatabase());
        told.put("SHOP_EVERYPAY_CALLBACKKEY", "guessable");

        Throwable failure = catchThrowable(() -> RunningBackend.start(told, Clock.systemUTC(), address));

        assertThat(failure)
                .hasStackTraceContaining("the callback key has 16 to 64")
                .satisfies(it -> assertThat(Throwables.getStackTrace(it)).doesNotContain("guessable"));
    }

    @Test
    void aMerchantWithoutOtherShopsStartsItAllTheSameAndNoSecretIsShown() {
        URI address = RunningBackend.freeAddress();
        Map<String, String> told = world.environment(address, world.newDatabase());
        told.keySet().removeIf(name -> name.startsWith("SHOP_WOOCOMMERCE") || name.startsWith("SHOP_SHOPIFY"));

        try (RunningBackend backend = RunningBackend.start(told, Clock.systemUTC(), address)) {
            assertThat(backend.browser().get("/").statusCode()).isEqualTo(200);
            assertThat(backend.browser()
                            .post("/hooks/shopify", Map.of(), new byte[0])
                            .statusCode())
                    .isEqualTo(404);
            assertThat(backend.bean(ShopSettings.class).toString())
                    .doesNotContain(world.flatpay().privateKey())
                    .doesNotContain(world.flatpay().webhookSecret())
                    .doesNotContain(world.everypay().apiSecret())
                    .doesNotContain(world.password("mari"));
        }
    }
}
