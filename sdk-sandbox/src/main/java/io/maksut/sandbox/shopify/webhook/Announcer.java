package io.maksut.sandbox.shopify.webhook;

import com.google.gson.JsonObject;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.shop.Shop;
import io.maksut.sandbox.shopify.shop.ShopEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes webhooks of what happens, one for each subscription, with the body as it is at that moment. Thread-safe. */
public final class Announcer {
    private static final Duration UNTIL_SHOP_REDACT = Duration.ofDays(2);
    /** Within which equal bodies of a subscription with a list of fields are sent only once. */
    private static final Duration DEBOUNCE = Duration.ofSeconds(10);

    private final Shop shop;
    private final Clock clock;
    private final Subscriptions subscriptions;
    private final ShopifyWebhooks webhooks;
    private final EventBodies bodies;
    private final Map<String, Instant> lastSent = new HashMap<>();

    public Announcer(Shop shop, Clock clock, ShopifyWebhooks webhooks) {
        this.shop = shop;
        this.clock = clock;
        this.subscriptions = webhooks.subscriptions();
        this.webhooks = webhooks;
        this.bodies = new EventBodies(shop);
    }

    public synchronized void reset() {
        lastSent.clear();
    }

    /** What one action made happen, which shares an event id. */
    public void happened(List<ShopEvent> events) {
        String eventId = shop.ids().uuid();
        events.forEach(event -> announce(event.topic(), eventId, clock.instant(), () -> bodies.body(event)));
    }

    /** Only this is told to an app that was removed, and two days later that the shop's data are to go. */
    public void uninstalled() {
        Instant now = clock.instant();
        webhooks.giveUp(queued -> true);
        announce("app/uninstalled", shop.ids().uuid(), now, () -> EventBodies.uninstalled(shop.profile()));
        announce(
                "shop/redact",
                shop.ids().uuid(),
                now.plus(UNTIL_SHOP_REDACT),
                () -> EventBodies.aboutShop(shop.profile()).json());
        subscriptions.deleteThoseOfTheApi();
    }

    /** The shop's data may stay. */
    public void reinstalled() {
        webhooks.giveUp(queued -> queued.topic.equals("shop/redact"));
    }

    public void scopesChanged(List<String> before, List<String> after) {
        announce(
                "app/scopes_update",
                shop.ids().uuid(),
                clock.instant(),
                () -> bodies.scopesUpdate(shop.profile(), before, after, shop.now()));
    }

    /** @param status {@code completed} or {@code failed} */
    public void bulkFinished(long operationId, String status, Instant createdAt) {
        announce(
                "bulk_operations/finish",
                shop.ids().uuid(),
                clock.instant(),
                () -> bodies.bulkFinished(Gid.of("BulkOperation", operationId), status, createdAt, shop.now()));
    }

    // Privacy

    /** The customer of this order wants to know what is stored. */
    public void dataRequested(Order order) {
        announce(
                "customers/data_request",
                shop.ids().uuid(),
                clock.instant(),
                () -> EventBodies.aboutCustomer(shop.profile(), order, "orders_requested")
                        .put(
                                "data_request",
                                new Body()
                                        .put("id", shop.ids().next("DataRequest"))
                                        .json())
                        .json());
    }

    /** What is stored of the customer of this order is to go. */
    public void customerRedacted(Order order) {
        announce(
                "customers/redact",
                shop.ids().uuid(),
                clock.instant(),
                () -> EventBodies.aboutCustomer(shop.profile(), order, "orders_to_redact")
                        .json());
    }

    private void announce(String topic, String eventId, Instant dueAt, Supplier<JsonObject> body) {
        List<Subscription> interested = subscriptions.of(topic);
        if (interested.isEmpty()) {
            return;
        }
        JsonObject whole = body.get();
        for (Subscription subscription : interested) {
            String filter = subscription.filter();
            if (filter != null && !BodyFilter.passes(filter, whole)) {
                continue;
            }
            boolean trimmed = !subscription.includeFields().isEmpty();
            ShopifyWebhook.Payload payload = new ShopifyWebhook.Payload(
                    Body.bytes(trimmed ? BodyFilter.only(subscription.includeFields(), whole) : whole));
            if (!trimmed || isNew(subscription, payload)) {
                webhooks.queue(new Queued(shop.ids().uuid(), eventId, subscription, payload, clock.instant(), dueAt));
            }
        }
    }

    private synchronized boolean isNew(Subscription subscription, ShopifyWebhook.Payload payload) {
        Instant now = clock.instant();
        Instant last = lastSent.put(subscription.id() + " " + payload.text(), now);
        return last == null || last.plus(DEBOUNCE).isBefore(now);
    }
}
