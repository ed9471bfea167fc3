package io.maksut.samples.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WooCommerceTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    @Test
    void theStoryIsToldToItsEnd() throws Exception {
        TeashopStory.tell(out);

        assertThat(told.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "WooCommerce 10.9.1",
                        "webhook order.updated: CREATED",
                        "the ledger says: SUCCEEDED",
                        "1 refunds, EUR 5.00",
                        "WooCommerce shows an error: ",
                        "refunds that WooCommerce shows: 0",
                        "0 refunds, EUR 0.00",
                        "outcome unknown: true",
                        "twenty minutes later: SUCCEEDED",
                        "1 refunds, EUR 5.00",
                        "Refused (row 7)",
                        "Allowed (row 5)",
                        "refunded EUR 7.00: SUCCEEDED",
                        "sent to WooCommerce, once: {\"amount\":\"7.00\"",
                        "\"api_refund\":false",
                        "of 7.00, paid by its plugin: false",
                        "1 refunds, EUR 7.00",
                        "captured EUR 12.50",
                        "webhook order.updated: REACTIVATED",
                        "the gap was swept: OBSERVED EUR 3.00",
                        "discrepancy RECORDED_WITHOUT_MONEY",
                        "0 refunds, EUR 0.00",
                        "discrepancy GONE_FROM_SHOP",
                        "1 refunds, EUR 5.00");
    }

    private Map<String, String> environment(WooCommerceSandbox shop, String url) {
        Map<String, String> environment = new HashMap<>();
        environment.put(RealShop.URL, url);
        environment.put(RealShop.KEY, shop.key().consumerKey());
        environment.put(RealShop.SECRET, shop.key().consumerSecret());
        environment.put(RealShop.METHOD, shop.plugin().id());
        return environment;
    }

    @Test
    void aRealShopIsOnlyRead() throws Exception {
        try (WooCommerceSandbox shop = WooCommerceSandbox.start()) {
            shop.bulk(3, 1, Instant.now().minus(Duration.ofDays(1)), Duration.ofMinutes(1));

            RealShop.lookAt(environment(shop, shop.url().toString()), out);

            assertThat(told.toString(StandardCharsets.UTF_8))
                    .contains("WooCommerce 10.9.1", "3 orders and 3 refunds", "Nothing was written")
                    .doesNotContain(shop.key().consumerKey(), shop.key().consumerSecret());
            assertThat(shop.requests().all())
                    .extracting(RecordedRequest::method)
                    .containsOnly("GET");
        }
    }

    @Test
    void onlyTheOrderThatWasNamedIsWrittenInto(@TempDir Path folder) throws Exception {
        try (WooCommerceSandbox shop = WooCommerceSandbox.start()) {
            long order = shop.order().total("29.80").transactionId("pay-1").add();
            Path certificate = Files.write(
                    folder.resolve("shop.crt"), shop.tls().certificate().getEncoded());
            Map<String, String> environment = environment(shop, shop.httpsUrl().toString());
            environment.put(RealShop.CERTIFICATE, certificate.toString());
            environment.put(RealShop.WRITE_ORDER, Long.toString(order));

            RealShop.lookAt(environment, out);

            assertThat(told.toString(StandardCharsets.UTF_8)).contains("of EUR 0.01, money NONE, recorded by us");
            assertThat(shop.refunds(order)).hasSize(1);
            assertThat(shop.plugin().payouts()).isEmpty();
        }
    }

    @Test
    void aKeyThatIsRefusedIsExplained() throws Exception {
        try (WooCommerceSandbox shop = WooCommerceSandbox.start()) {
            Map<String, String> environment = environment(shop, shop.url().toString());
            shop.revokeKey(shop.key());

            RealShop.lookAt(environment, out);

            assertThat(told.toString(StandardCharsets.UTF_8)).contains("UNKNOWN_KEY: ");
        }
    }
}
