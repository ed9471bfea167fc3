package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import io.maksut.testkit.ChildJvm;
import io.maksut.testkit.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shop with many orders, three refunds each, from a cold start, in a process with little memory: how many requests it takes,
 * and how many when nothing is new. At night ten thousand orders; the figures are printed.
 */
@Timeout(1800)
class LargeShopTest {
    private static final int ORDERS = Boolean.getBoolean("maksut.nightly") ? 10_000 : 1_000;
    private static final int REFUNDS_EACH = 3;
    private static final int PAGES = ORDERS / 100;

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "8.9.3", "5.9.0"})
    void aWalkReadsEachOrderOnceAndItsRefundsInAsFewRequestsAsTheReleaseAllows(String release) throws Exception {
        boolean refundsTogether = release.startsWith("10.");
        long ofRefunds = refundsTogether ? (long) REFUNDS_EACH * PAGES : ORDERS;
        long again = refundsTogether ? PAGES : 2L * PAGES;
        try (WooCommerceSandbox shop = shop(release)) {
            String told = run(shop, "walk", TestDatabases.sqliteFile(), "48m");

            assertThat(told).contains(ORDERS + " orders, " + ORDERS * REFUNDS_EACH + " refunds");
            // Each page begins with the last order of the page before.
            assertThat(shop.requests().count()).isBetween(PAGES + ofRefunds, PAGES + ofRefunds + again);
        }
    }

    /** It reads everything twice when it begins: what changed, and all orders, both from the beginning. */
    @Test
    void theEngineTakesEveryRefundIn() throws Exception {
        try (WooCommerceSandbox shop = shop("10.9.1")) {
            Path ledger = TestDatabases.sqliteFile();
            String cold = run(shop, "scan", ledger, "64m");
            assertThat(cold).contains(ORDERS * REFUNDS_EACH + " refunds in the ledger");
            assertThat(shop.requests().count()).isLessThan(2L * (4 + 1) * PAGES + 10);

            assertThat(run(shop, "scan", ledger, "64m")).isEqualTo(cold);
            assertThat(shop.requests().count())
                    .as("who it is, changed orders, changed ones in the bin, refunds")
                    .isEqualTo(4);
        }
    }

    /** The latest order is a day old: what changed in the last hour is looked at again each time. */
    private static WooCommerceSandbox shop(String release) {
        WooCommerceSandbox shop = WooCommerceSandbox.builder().version(release).start();
        Duration step = Duration.ofDays(365).dividedBy(ORDERS);
        Instant latest = Instant.now().minus(Duration.ofDays(1));
        shop.bulk(ORDERS, REFUNDS_EACH, latest.minus(step.multipliedBy(ORDERS - 1)), step);
        return shop;
    }

    private static String run(WooCommerceSandbox shop, String what, Path ledger, String heap) throws Exception {
        shop.requests().clear();
        shop.requests().keepAtMost(0);
        long begin = System.nanoTime();
        try (ChildJvm process = ChildJvm.start(
                List.of("-Xmx" + heap, "-XX:+UseSerialGC"),
                LargeShopReader.class,
                what,
                shop.httpsUrl().toString(),
                Base64.getEncoder().encodeToString(shop.tls().certificate().getEncoded()),
                shop.key().consumerKey(),
                shop.key().consumerSecret(),
                ledger.toString())) {
            String told = process.line("READ");
            assertThat(process.exitCode()).isZero();
            System.out.printf(
                    "WooCommerce %s, %s, heap %s: %s, %d requests, %.1f s%n",
                    shop.version(), what, heap, told, shop.requests().count(), (System.nanoTime() - begin) / 1e9);
            return told;
        }
    }
}
