package io.maksut.sandbox.shopify.webhook;

import io.maksut.sandbox.Delivery;
import io.maksut.sandbox.shopify.access.ApiVersions;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.outbox.Together;
import io.maksut.sandbox.shopify.outbox.Workers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of the Admin app, signed and queued. They are delivered only when the test says so, or by threads of their
 * own after {@link #automatic}. Any 2xx within the time limit is a success. A failed one is tried again eight times within
 * four hours of the sandbox's clock; after eight failures in a row a subscription made through the API is deleted.
 * Thread-safe; without threads, deliveries happen one at a time.
 */
public final class ShopifyWebhooks implements AutoCloseable {
    /** Retries after the first failure; the shop publishes their number and their four hours, not the steps between. */
    private static final List<Duration> RETRIES = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(3),
            Duration.ofMinutes(7),
            Duration.ofMinutes(15),
            Duration.ofMinutes(31),
            Duration.ofMinutes(63),
            Duration.ofMinutes(127),
            Duration.ofMinutes(240));

    private static final int FAILURES_THAT_DELETE = 8;

    private final Clock clock;
    private final App app;
    private final ApiVersions versions;
    private final String domain;
    private final Subscriptions subscriptions;
    private final Delivery delivery;
    private final Object delivering = new Object();
    private final Map<String, Queued> webhooks = new LinkedHashMap<>();
    private final Map<String, Queued> pending = new LinkedHashMap<>();
    private final Map<Long, Long> successes = new HashMap<>();
    private final Map<String, Integer> toDrop = new HashMap<>();
    private final Workers<Queued> threads = new Workers<>("shopify-webhooks", this::takeDue, this::attempt);
    private int limit = Integer.MAX_VALUE;

    /** @param timeLimit for the whole answer; the shop's is five seconds */
    public ShopifyWebhooks(
            Clock clock,
            App app,
            ApiVersions versions,
            String domain,
            Subscriptions subscriptions,
            Duration timeLimit) {
        this.clock = clock;
        this.app = app;
        this.versions = versions;
        this.domain = domain;
        this.subscriptions = subscriptions;
        this.delivery = new Delivery(timeLimit);
    }

    /** No subscriptions, nothing queued, no threads. */
    public void reset() {
        threads.close();
        synchronized (this) {
            subscriptions.reset();
            webhooks.clear();
            pending.clear();
            successes.clear();
            toDrop.clear();
            limit = Integer.MAX_VALUE;
        }
    }

    // Subscriptions

    /** Subscribes as in the app's own file: nothing but the app itself removes it. */
    public void subscribe(URI uri, String... topics) {
        for (String topic : topics) {
            subscriptions.create(topic, uri.toString(), true, versions.newest(), Subscriptions.Options.NONE);
        }
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    // What there is

    /** All of them, oldest first. */
    public synchronized List<ShopifyWebhook> all() {
        return webhooks.values().stream().map(Queued::view).toList();
    }

    /** Those of one topic, oldest first. */
    public List<ShopifyWebhook> all(String topic) {
        return all().stream().filter(webhook -> webhook.topic().equals(topic)).toList();
    }

    /** Those neither delivered nor given up nor lost, oldest first. */
    public synchronized List<ShopifyWebhook> pending() {
        return pending.values().stream().map(Queued::view).toList();
    }

    /** Keeps at most so many in memory from now on; those that are pending are always kept. */
    public synchronized void keepAtMost(int count) {
        limit = count;
        forget();
    }

    // Delivering

    /**
     * Tries each pending one once, oldest first, its retry due or not; only what is delayed stays.
     *
     * @return the status of each attempt, 0 when no answer came
     */
    public List<Integer> deliverPending() {
        Instant now = clock.instant();
        return deliverAll(queued -> queued.attempts > 0 || !queued.dueAt.isAfter(now), null);
    }

    /** Tries each pending one once whose attempt is due by the sandbox's clock. */
    public List<Integer> deliverDue() {
        Instant now = clock.instant();
        return deliverAll(queued -> !queued.dueAt.isAfter(now), null);
    }

    /** As {@link #deliverPending()}, in an order that depends on the seed alone. */
    public List<Integer> deliverShuffled(long seed) {
        Instant now = clock.instant();
        return deliverAll(queued -> queued.attempts > 0 || !queued.dueAt.isAfter(now), new Random(seed));
    }

    /** Sends this one once more, in whatever state it is: a duplicate when it was delivered. */
    public int redeliver(String id) {
        synchronized (delivering) {
            return attempt(get(id));
        }
    }

    /** Sends this one so many times at the same instant. */
    public List<Integer> deliverTogether(String id, int copies) {
        Queued queued = get(id);
        return Together.run(copies, () -> attempt(queued));
    }

    /** Sends these in this order, whatever their states; an id may occur twice. */
    public List<Integer> deliverInOrder(String... ids) {
        List<Integer> statuses = new ArrayList<>();
        for (String id : ids) {
            statuses.add(redeliver(id));
        }
        return List.copyOf(statuses);
    }

    /** From now on so many threads deliver as soon as something is due; 0 for none. */
    public void automatic(int count) {
        threads.run(count);
    }

    /** Takes all pending ones out of the queue, signed and ready to be sent by the caller. */
    public synchronized List<SignedDelivery> takeSigned() {
        List<SignedDelivery> taken = new ArrayList<>();
        for (Queued queued : List.copyOf(pending.values())) {
            taken.add(new SignedDelivery(queued.topic, headers(queued), queued.payload));
            end(queued, ShopifyWebhook.State.DELIVERED);
        }
        return taken;
    }

    // Going wrong

    /** This one is lost on the way. */
    public synchronized void drop(String id) {
        end(get(id), ShopifyWebhook.State.DROPPED);
    }

    /** The next ones of this topic are lost on the way. */
    public synchronized void dropNext(String topic, int count) {
        toDrop.merge(topic, count, Integer::sum);
    }

    /** This one comes so much later. */
    public synchronized void delay(String id, Duration by) {
        Queued queued = get(id);
        queued.dueAt = queued.dueAt.plus(by);
    }

    @Override
    public void close() {
        threads.close();
    }

    // For the announcer

    synchronized void queue(Queued queued) {
        webhooks.put(queued.id, queued);
        pending.put(queued.id, queued);
        int drops = toDrop.getOrDefault(queued.topic, 0);
        if (drops > 0) {
            toDrop.put(queued.topic, drops - 1);
            end(queued, ShopifyWebhook.State.DROPPED);
        }
        forget();
        threads.wake();
    }

    /** Gives up those pending of which this holds. */
    synchronized void giveUp(Predicate<Queued> which) {
        List.copyOf(pending.values()).stream()
                .filter(which)
                .forEach(queued -> end(queued, ShopifyWebhook.State.GIVEN_UP));
    }

    private List<Integer> deliverAll(Predicate<Queued> wanted, @Nullable Random random) {
        synchronized (delivering) {
            List<Queued> chosen = new ArrayList<>(due(wanted));
            if (random != null) {
                Collections.shuffle(chosen, random);
            }
            return chosen.stream().map(this::attempt).toList();
        }
    }

    private synchronized List<Queued> due(Predicate<Queued> wanted) {
        return pending.values().stream().filter(wanted).toList();
    }

    private synchronized Optional<Queued> takeDue() {
        Instant now = clock.instant();
        Optional<Queued> next = pending.values().stream()
                .filter(queued -> !queued.beingSent && !queued.dueAt.isAfter(now))
                .findFirst();
        next.ifPresent(queued -> queued.beingSent = true);
        return next;
    }

    private int attempt(Queued queued) {
        int status = delivery.send(request(queued));
        attempted(queued, status / 100 == 2);
        return status;
    }

    private synchronized void attempted(Queued queued, boolean success) {
        long subscriptionId = queued.subscription.id();
        queued.attempts++;
        queued.beingSent = false;
        if (success) {
            successes.merge(subscriptionId, 1L, Long::sum);
        }
        // A duplicate that fails does not undo the success of the first.
        if (queued.state != ShopifyWebhook.State.PENDING) {
            return;
        }
        if (success) {
            end(queued, ShopifyWebhook.State.DELIVERED);
            return;
        }
        if (queued.firstFailure == null) {
            queued.firstFailure = clock.instant();
            queued.successesBefore = successes.getOrDefault(subscriptionId, 0L);
        }
        boolean inARow = successes.getOrDefault(subscriptionId, 0L) == queued.successesBefore;
        if (inARow && queued.attempts >= FAILURES_THAT_DELETE && subscriptions.delete(subscriptionId)) {
            giveUp(other -> other.subscription.id() == subscriptionId);
        } else if (queued.attempts > RETRIES.size()) {
            end(queued, ShopifyWebhook.State.GIVEN_UP);
        } else {
            queued.dueAt = queued.firstFailure.plus(RETRIES.get(queued.attempts - 1));
        }
    }

    private void end(Queued queued, ShopifyWebhook.State state) {
        queued.state = state;
        pending.remove(queued.id);
        forget();
    }

    private void forget() {
        if (webhooks.size() > limit) {
            int tooMany = webhooks.size() - limit;
            List<String> oldest = webhooks.values().stream()
                    .filter(queued -> queued.state != ShopifyWebhook.State.PENDING)
                    .limit(tooMany)
                    .map(queued -> queued.id)
                    .toList();
            oldest.forEach(webhooks::remove);
        }
    }

    private HttpRequest request(Queued queued) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(queued.uri).POST(HttpRequest.BodyPublishers.ofByteArray(queued.payload.bytes()));
        headers(queued).forEach(request::header);
        return request.build();
    }

    private Map<String, String> headers(Queued queued) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Shopify-Captain-Hook");
        headers.put("X-Shopify-Topic", queued.topic);
        headers.put("X-Shopify-Hmac-Sha256", Signature.of(queued.payload.bytes(), app.signingSecret()));
        headers.put("X-Shopify-Shop-Domain", domain);
        headers.put(
                "X-Shopify-API-Version",
                versions.served(queued.subscription.apiVersion()).orElse(versions.newest()));
        headers.put("X-Shopify-Webhook-Id", queued.id);
        headers.put("X-Shopify-Event-Id", queued.eventId);
        headers.put("X-Shopify-Triggered-At", queued.triggeredAt.toString());
        if (queued.subscription.name() != null) {
            headers.put("X-Shopify-Name", queued.subscription.name());
        }
        return headers;
    }

    private synchronized Queued get(String id) {
        Queued queued = webhooks.get(id);
        if (queued == null) {
            throw new IllegalArgumentException("no webhook " + id);
        }
        return queued;
    }
}
