package io.maksut.sandbox.shopify.webhook;

import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.shop.Refusal;
import io.maksut.sandbox.shopify.shop.Shop;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The subscriptions of the Admin app, made through the API or in the app's own file. Thread-safe. */
public final class Subscriptions {
    private final Shop shop;
    private final App app;
    private final Map<Long, Subscription> byId = new LinkedHashMap<>();

    public Subscriptions(Shop shop, App app) {
        this.shop = shop;
        this.app = app;
    }

    synchronized void reset() {
        byId.clear();
    }

    /** What a subscription made through the API may say besides topic and address. */
    public record Options(
            @Nullable String name,
            List<String> includeFields,
            @Nullable String filter,
            String format) {
        public static final Options NONE = new Options(null, List.of(), null, "JSON");

        public Options {
            includeFields = List.copyOf(includeFields);
        }
    }

    /**
     * Subscribes.
     *
     * @throws Refusal when the address is none, is taken for the topic, or the app lacks the scope
     */
    public synchronized Subscription create(
            String topic, String uri, boolean appSpecific, String apiVersion, Options options) {
        URI address = address(uri);
        if (!appSpecific) {
            Optional<String> scope = Topics.scope(topic).filter(needed -> !app.may(needed));
            if (scope.isPresent() || Topics.isPrivacy(topic)) {
                throw new Refusal(
                        "You cannot create a webhook subscription with the specified topic", "webhookSubscription");
            }
            boolean taken = byId.values().stream()
                    .anyMatch(other -> !other.appSpecific()
                            && other.topic().equals(topic)
                            && other.uri().equals(address));
            if (taken) {
                throw new Refusal("Address for this topic has already been taken", "webhookSubscription", "uri");
            }
        }
        Subscription subscription = new Subscription(
                shop.ids().next("WebhookSubscription"),
                topic,
                address,
                appSpecific,
                apiVersion,
                options.name(),
                options.includeFields(),
                options.filter(),
                options.format(),
                shop.now(),
                shop.now());
        byId.put(subscription.id(), subscription);
        return subscription;
    }

    /** Empty when the API shows no such subscription. */
    public synchronized Optional<Subscription> update(long id, @Nullable String uri, Options options) {
        Subscription old = byId.get(id);
        if (old == null || old.appSpecific()) {
            return Optional.empty();
        }
        Subscription changed = old.changed(
                uri == null ? old.uri() : address(uri),
                options.name(),
                options.includeFields(),
                options.filter(),
                shop.now());
        byId.put(id, changed);
        return Optional.of(changed);
    }

    /** Whether the API showed such a subscription. */
    public synchronized boolean delete(long id) {
        Subscription old = byId.get(id);
        return old != null && !old.appSpecific() && byId.remove(id) != null;
    }

    /** All of them, oldest first. */
    public synchronized List<Subscription> all() {
        return List.copyOf(byId.values());
    }

    /** Those that the API shows. */
    public List<Subscription> ofTheApi() {
        return all().stream().filter(one -> !one.appSpecific()).toList();
    }

    List<Subscription> of(String topic) {
        boolean allowed = Topics.scope(topic).map(app::may).orElse(true);
        return allowed ? all().stream().filter(one -> one.topic().equals(topic)).toList() : List.of();
    }

    synchronized boolean exists(long id) {
        return byId.containsKey(id);
    }

    /** What the shop does when an app is removed. */
    synchronized void deleteThoseOfTheApi() {
        byId.values().removeIf(one -> !one.appSpecific());
    }

    private static URI address(String uri) {
        try {
            URI address = URI.create(uri);
            if (address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw (Refusal) new Refusal("Address is invalid", "webhookSubscription", "uri").initCause(e);
        }
        throw new Refusal("Address is invalid", "webhookSubscription", "uri");
    }
}
