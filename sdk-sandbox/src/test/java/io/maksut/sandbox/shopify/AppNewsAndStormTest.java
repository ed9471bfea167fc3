package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhooks;
import io.maksut.sandbox.shopify.webhook.SignedDelivery;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AppNewsAndStormTest {
    private static final Instant START = Instant.parse("2026-11-20T08:00:00.123Z");
    private static final ManualClock CLOCK = ManualClock.at(START);

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK).webhookTimeLimit(Duration.ofMillis(300)));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final ShopifyWebhooks webhooks = sandbox.webhooks();
    private Listener app;

    @BeforeEach
    void anAppListens() {
        CLOCK.set(START);
        app = new Listener(200);
        webhooks.subscribe(app.uri("/hook"), "refunds/create", "order_transactions/create");
    }

    @AfterEach
    void theAppCloses() {
        app.close();
    }

    private String pendingRefund() {
        String order =
                merchant.order().total("49.90").quietly().sale("flatpay", "r1").place();
        return merchant.refund(order)
                .note("Väärä koko – äöå € a&b/c")
                .make()
                .transactionIds()
                .get(0);
    }

    @Test
    void uninstallingKillsTheTokenAndEverythingButThatNews() throws Exception {
        webhooks.subscribe(app.uri("/app"), "app/uninstalled", "shop/redact", "app/scopes_update");
        pendingRefund();
        RawClient client = new RawClient(sandbox);

        sandbox.apps().uninstall();

        assertThat(client.admin("{ shop { name } }").status()).isEqualTo(401);
        assertThat(webhooks.deliverPending()).containsExactly(200);
        assertThat(app.received("/app").get(0).header("X-Shopify-Topic")).isEqualTo("app/uninstalled");
        CLOCK.advance(Duration.ofHours(47));
        assertThat(webhooks.deliverPending()).isEmpty();
        CLOCK.advance(Duration.ofHours(1));
        assertThat(webhooks.deliverPending()).containsExactly(200);
        assertThat(app.received("/app").get(1).text())
                .isEqualTo("{\"shop_id\":548380009,\"shop_domain\":\"maksut-sandbox.myshopify.com\"}");
        assertThat(app.received("/hook")).isEmpty();
    }

    @Test
    void installingAgainInTimeKeepsTheData() throws Exception {
        webhooks.subscribe(app.uri("/app"), "shop/redact");
        sandbox.apps().uninstall();
        CLOCK.advance(Duration.ofHours(10));
        sandbox.apps().reinstall();
        CLOCK.advance(Duration.ofDays(3));

        assertThat(webhooks.deliverPending()).isEmpty();
        assertThat(new RawClient(sandbox)
                        .admin("2026-10", sandbox.app().staticToken(), "{ shop { name } }", Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void changedScopesAreToldOf() {
        webhooks.subscribe(app.uri("/app"), "app/scopes_update");
        sandbox.apps().grant(List.of("read_orders"));
        webhooks.deliverPending();

        assertThat(app.received("/app").get(0).text())
                .contains("\"current\":[\"read_orders\"]", "\"previous\":[\"read_all_orders\",\"write_orders\"");
    }

    @Test
    void withoutTheScopeNothingIsDelivered() {
        sandbox.apps().grant(List.of("read_fulfillments"));
        pendingRefund();

        assertThat(webhooks.all()).isEmpty();
    }

    @Test
    void aStormIsSignedReadyAndTrue() throws Exception {
        sandbox.bulk(5_000);

        List<SignedDelivery> storm =
                sandbox.storm().orders(0, 3_000).duplicates(10).shuffled(5).build();

        long different = storm.stream()
                .map(delivery -> delivery.headers().get("X-Shopify-Webhook-Id"))
                .distinct()
                .count();
        assertThat(different).isEqualTo(2 * 2_550L);
        assertThat(storm.size()).isBetween(5_400, 5_900);
        SignedDelivery one = storm.get(17);
        assertThat(one.headers().get("X-Shopify-Hmac-Sha256"))
                .isEqualTo(Signing.hmac(one.body(), sandbox.app().secret()));
        List<SignedDelivery> sorted = new ArrayList<>(storm);
        Collections.shuffle(sorted);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(app.uri("/hook").toString()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(one.body()));
        one.headers().forEach(request::header);
        assertThat(RawClient.send(request.build()).status()).isEqualTo(200);
        assertThat(webhooks.pending()).isEmpty();
        assertThat(sandbox.order(sandbox.bulkOrders(0, 1).get(0)).totals().financialStatus())
                .isEqualTo("REFUNDED");
    }
}
