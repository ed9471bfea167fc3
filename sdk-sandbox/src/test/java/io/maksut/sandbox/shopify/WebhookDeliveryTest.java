package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhook;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhookDeliveryTest {
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
    void aRetryIsTheSameInEverythingAndComesWithinFourHours() {
        pendingRefund();
        app.answer(500, 302, 404);
        assertThat(webhooks.deliverDue()).containsExactly(500);
        assertThat(webhooks.deliverDue()).isEmpty();

        CLOCK.advance(Duration.ofMinutes(1));
        assertThat(webhooks.deliverDue()).containsExactly(302);
        CLOCK.advance(Duration.ofMinutes(2));
        assertThat(webhooks.deliverDue()).containsExactly(404);
        assertThat(webhooks.deliverPending()).containsExactly(200);

        List<Listener.Received> hooks = app.received("/hook");
        for (String header : List.of(
                "X-Shopify-Webhook-Id", "X-Shopify-Event-Id", "X-Shopify-Triggered-At", "X-Shopify-Hmac-Sha256")) {
            assertThat(hooks)
                    .extracting(hook -> hook.header(header))
                    .containsOnly(hooks.get(0).header(header));
        }
        assertThat(hooks)
                .extracting(Listener.Received::text)
                .containsOnly(hooks.get(0).text());
        assertThat(webhooks.all().get(0).attempts()).isEqualTo(4);
    }

    @Test
    void afterEightRetriesInFourHoursItIsGivenUpAndTheAppsOwnSubscriptionStays() {
        pendingRefund();
        app.answer(500, 500, 500, 500, 500, 500, 500, 500, 500);
        int attempts = webhooks.deliverDue().size();
        for (int minute = 0; minute < 240; minute++) {
            CLOCK.advance(Duration.ofMinutes(1));
            attempts += webhooks.deliverDue().size();
        }

        assertThat(attempts).isEqualTo(9);
        assertThat(webhooks.all().get(0).state()).isEqualTo(ShopifyWebhook.State.GIVEN_UP);
        assertThat(webhooks.subscriptions().all()).hasSize(2);
        pendingRefund();
        assertThat(webhooks.deliverPending()).containsExactly(200);
    }

    @Test
    void anAppThatDoesNotAnswerInTimeHasFailed() {
        pendingRefund();
        app.holdUntil(2);

        assertThat(webhooks.deliverPending()).containsExactly(0);
        assertThat(webhooks.pending()).hasSize(1);
        app.holdUntil(0);
        assertThat(webhooks.deliverPending()).containsExactly(200);
    }

    @Test
    void anAppThatIsDownHasFailed() {
        pendingRefund();
        app.close();

        assertThat(webhooks.deliverPending()).containsExactly(0);
        assertThat(webhooks.pending()).hasSize(1);
    }

    @Test
    void duplicatesReorderingDelayAndLossAreOnDemand() {
        merchant.succeed(pendingRefund());
        String refund = webhooks.all("refunds/create").get(0).id();
        String transaction = webhooks.all("order_transactions/create").get(0).id();

        assertThat(webhooks.deliverInOrder(transaction, refund, refund)).containsExactly(200, 200, 200);
        assertThat(app.received("/hook"))
                .extracting(hook -> hook.header("X-Shopify-Topic"))
                .containsExactly("order_transactions/create", "refunds/create", "refunds/create");
        assertThat(webhooks.redeliver(refund)).isEqualTo(200);
        app.holdUntil(3);
        assertThat(webhooks.deliverTogether(refund, 3)).containsExactly(200, 200, 200);
        assertThat(app.mostAtOnce()).isEqualTo(3);
        assertThatThrownBy(() -> webhooks.redeliver("none")).isInstanceOf(IllegalArgumentException.class);

        webhooks.dropNext("refunds/create", 1);
        merchant.succeed(pendingRefund());
        assertThat(webhooks.deliverPending()).containsExactly(200);
        pendingRefund();
        ShopifyWebhook late = webhooks.pending().get(0);
        webhooks.delay(late.id(), Duration.ofHours(20));
        assertThat(webhooks.deliverPending()).isEmpty();
        CLOCK.advance(Duration.ofHours(20));
        assertThat(webhooks.deliverPending()).containsExactly(200);
        pendingRefund();
        webhooks.drop(webhooks.pending().get(0).id());
        assertThat(webhooks.deliverPending()).isEmpty();
        assertThat(webhooks.all())
                .extracting(ShopifyWebhook::state)
                .containsExactly(
                        ShopifyWebhook.State.DELIVERED,
                        ShopifyWebhook.State.DELIVERED,
                        ShopifyWebhook.State.DROPPED,
                        ShopifyWebhook.State.DELIVERED,
                        ShopifyWebhook.State.DELIVERED,
                        ShopifyWebhook.State.DROPPED);
    }

    @Test
    void aShuffledDeliveryDependsOnTheSeedAlone() {
        List<List<String>> orders = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            int before = app.received("/hook").size();
            List<String> caused = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                pendingRefund();
            }
            webhooks.pending().forEach(webhook -> caused.add(webhook.id()));
            webhooks.deliverShuffled(seed);
            orders.add(app.received("/hook").stream()
                    .skip(before)
                    .map(hook -> String.valueOf(caused.indexOf(hook.header("X-Shopify-Webhook-Id"))))
                    .toList());
        }

        assertThat(orders.get(0))
                .isEqualTo(orders.get(1))
                .isNotEqualTo(orders.get(2))
                .hasSize(6);
    }

    @Test
    void threadsDeliverByThemselvesAndRetryWhenTheClockMoves() throws Exception {
        webhooks.automatic(3);
        app.answer(500);
        pendingRefund();
        app.await("/hook", 1);

        while (webhooks.all().get(0).attempts() < 1) {
            Thread.onSpinWait();
        }
        CLOCK.advance(Duration.ofMinutes(1));
        app.await("/hook", 2);

        webhooks.automatic(0);
        assertThat(webhooks.all()).extracting(ShopifyWebhook::state).containsExactly(ShopifyWebhook.State.DELIVERED);
    }

    @Test
    void onlySoManyAreKept() {
        webhooks.keepAtMost(3);
        for (int i = 0; i < 5; i++) {
            pendingRefund();
        }
        assertThat(webhooks.all()).hasSize(5);

        webhooks.deliverPending();

        assertThat(webhooks.all()).hasSize(3);
    }
}
