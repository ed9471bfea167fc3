package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.shopify.webhook.SignedDelivery;
import io.maksut.shopify.ShopifyEvent.Privacy;
import io.maksut.sync.RefundSync;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookRequest;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Shopify delivers, and what it stops delivering. */
class WebhooksTest {
    private static final URI HOOK = URI.create("https://hooks.example.test/shopify");

    private final ShopifyWorld world = new ShopifyWorld();
    private final RefundSync sync = world.sync();
    private final PaymentId payment = world.paid("p1", "49.90");

    @AfterEach
    void close() {
        world.close();
    }

    private void refund() {
        String order = world.order(payment, "49.90");
        world.merchant.succeed(world.merchant
                .refund(order)
                .amount("10.00")
                .make()
                .transactionIds()
                .get(0));
    }

    private int status(WebhookHandler handler, SignedDelivery delivery) {
        Map<String, List<String>> headers = delivery.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> List.of(it.getValue())));
        return handler.handle(new WebhookRequest("POST", "/hook", headers, delivery.body()))
                .status();
    }

    private WebhookHandler knowing(ShopifyWorld.Hooks hooks, String... secrets) {
        ShopifyWebhooks.Builder source = ShopifyWebhooks.builder().shop(world.shop);
        for (String secret : secrets) {
            source.secret(secret);
        }
        return new WebhookHandler(source.build(), hooks.inbox);
    }

    @Test
    void whileTheSecretIsChangedBothAreTaken() {
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        String old = world.sandbox.app().secret();
        String next = world.sandbox.app().rotateSecret();
        refund();
        SignedDelivery signedWithOld = world.sandbox.webhooks().takeSigned().get(0);
        world.clock.advance(Duration.ofHours(2));
        refund();
        SignedDelivery signedWithNext = world.sandbox.webhooks().takeSigned().get(0);

        assertThat(status(knowing(hooks, old, next), signedWithOld)).isEqualTo(200);
        assertThat(status(knowing(hooks, old, next), signedWithNext)).isEqualTo(200);
        assertThat(status(knowing(hooks, next), signedWithOld)).isEqualTo(401);
        assertThat(status(knowing(hooks, old), signedWithNext)).isEqualTo(401);
    }

    @Test
    void aCopyIsKeptOnceAndWhatOneActionCausedIsKeptApart() {
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        refund();
        List<SignedDelivery> deliveries = world.sandbox.webhooks().takeSigned();
        for (int copy = 0; copy < 3; copy++) {
            deliveries.forEach(it -> assertThat(status(hooks.handler, it)).isEqualTo(200));
        }

        long kept = deliveries.stream()
                .map(it -> it.headers().get("X-Shopify-Webhook-Id"))
                .distinct()
                .count();
        assertThat(kept).isEqualTo(deliveries.size()).isGreaterThan(1);
        assertThat(hooks.worker.workOff()).isEqualTo((int) kept);
    }

    @Test
    void anotherShopsNameIsRefusedAlthoughTheSignatureIsGood() {
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        refund();
        SignedDelivery delivery = world.sandbox.webhooks().takeSigned().get(0);
        for (String header : List.of("X-Shopify-Shop-Domain", "X-Shopify-Webhook-Id", "X-Shopify-Topic")) {
            Map<String, String> headers = new HashMap<>(delivery.headers());
            headers.put(header, header.endsWith("Domain") ? "other.myshopify.com" : "");
            assertThat(hooks.receive(headers, delivery.body()).status()).isEqualTo(400);
        }
        assertThat(hooks.worker.workOff()).isZero();
    }

    @Test
    void anotherVersionOfTheApiIsNoticedOnceAndStopsNothing() {
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        refund();
        for (SignedDelivery delivery : world.sandbox.webhooks().takeSigned()) {
            Map<String, String> headers = new HashMap<>(delivery.headers());
            headers.put("X-Shopify-API-Version", "2025-10");
            assertThat(hooks.receive(headers, delivery.body()).status()).isEqualTo(200);
        }
        hooks.worker.workOff();
        world.work(sync, Duration.ofMinutes(1));

        assertThat(world.news)
                .filteredOn(ShopifyEvent.ApiVersionDiffers.class::isInstance)
                .hasSize(1)
                .first()
                .extracting("where", "served")
                .containsExactly(ShopifyEvent.Where.WEBHOOK, "2025-10");
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
    }

    @Test
    void anUninstalledAppIsToldOfAndShowsInTheHealth() {
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        world.sandbox.apps().uninstall();
        hooks.deliverAndWork();

        assertThat(world.news).contains(new ShopifyEvent.AppUninstalled("shop"));
        assertThat(world.shop.health().problems()).contains(ShopifyHealth.Problem.UNINSTALLED);
    }

    @Test
    void lostScopesAreNamed() {
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        world.sandbox.apps().grant(List.of("read_fulfillments"));
        hooks.deliverAndWork();

        assertThat(world.news)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                ShopifyEvent.ScopesChanged.class,
                                changed -> assertThat(changed.missing()).contains("read_orders")));
    }

    @Test
    void requestsAboutPersonalDataArePassedOn() {
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        String order = world.merchant
                .order()
                .total("49.90")
                .email("mari@example.test")
                .sale(ShopifyWorld.HANDLE, "p1")
                .place();
        world.merchant.requestData(order);
        hooks.deliverAndWork();
        world.merchant.redactCustomer(order);
        world.clock.advance(Duration.ofDays(400)); // Shopify waits, since the order is young
        hooks.deliverAndWork();
        world.sandbox.apps().uninstall();
        world.clock.advance(Duration.ofHours(49));
        hooks.deliverAndWork();

        assertThat(world.news)
                .filteredOn(ShopifyEvent.PrivacyRequested.class::isInstance)
                .extracting("kind")
                .containsExactlyInAnyOrder(Privacy.TELL_CUSTOMER, Privacy.REDACT_CUSTOMER, Privacy.REDACT_SHOP);
        assertThat(world.news)
                .contains(new ShopifyEvent.PrivacyRequested("shop", Privacy.TELL_CUSTOMER, List.of(order)));
    }

    @Test
    void whatShopifyRemovedIsMadeAgainAndTheGapIsScanned() {
        ShopifySubscriptions subscriptions = ShopifySubscriptions.of(world.shop, HOOK);
        assertThat(subscriptions.audit(sync)).contains("refunds/create", "app/uninstalled");
        assertThat(subscriptions.audit(sync)).isEmpty();
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(1));
        var all = world.sandbox.webhooks().subscriptions();
        all.all().stream().filter(it -> it.topic().startsWith("refunds")).forEach(it -> all.delete(it.id()));
        refund();
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(1));
        assertThat(sync.ledger().refundsOf(payment)).as("not due yet").isEmpty();

        assertThat(subscriptions.audit(sync)).containsExactly("refunds/create");
        sync.worker().scanDue();
        world.work(sync, Duration.ofMinutes(1));

        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);
        assertThat(world.news).contains(new ShopifyEvent.SubscriptionsRepaired("shop", List.of("refunds/create")));
        assertThat(all.all())
                .filteredOn(it -> it.topic().equals("refunds/create"))
                .hasSize(1);
    }
}
