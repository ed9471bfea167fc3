package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import io.maksut.sandbox.Delivery;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The shop's webhooks. Events go into a queue, where one webhook and one argument wait only once, and are delivered when the
 * test says so, one after another; the body is made at delivery. Nothing is ever tried again. Pings are the exception: they are
 * sent at once. Thread-safe; deliveries happen one at a time.
 */
public final class WooCommerceWebhooks {
    /** Makes the body of a delivery, in the state that the shop is in then. */
    interface Payloads {
        JsonElement payload(String topic, long arg);
    }

    private static final int SENT_KEPT = 10_000;

    /** What WooCommerce takes for the same delivery. */
    private record Waiting(long webhookId, long arg) {}

    private final ShopSettings settings;
    private final WebhookRequests requests;
    private final Delivery sender;
    final WebhookTopics topics = new WebhookTopics();
    private final Object delivering = new Object();
    private final Map<Long, Webhook> webhooks = new LinkedHashMap<>();
    private final Map<Long, QueuedWebhook> queue = new LinkedHashMap<>();
    private final Map<Long, QueuedWebhook> known = new LinkedHashMap<>();
    private final Set<Waiting> waiting = new HashSet<>();
    private final Deque<SentWebhook> sent = new ArrayDeque<>();
    private final ExecutorService runner = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "woocommerce-sandbox-webhooks");
        thread.setDaemon(true);
        return thread;
    });
    private Payloads payloads = (topic, arg) -> JsonNull.INSTANCE;
    private boolean automatic;
    private long lastWebhook;
    private long lastQueued;

    /** @param siteUrl without a slash at the end */
    WooCommerceWebhooks(ShopSettings settings, String siteUrl) {
        this.settings = settings;
        this.requests = new WebhookRequests(settings, siteUrl);
        this.sender = new Delivery(settings.answerLimit());
    }

    // For tests

    /** From now on the queue runs by itself, in the background, after each request that added to it. */
    public synchronized void automatic(boolean on) {
        automatic = on;
    }

    /** A topic that a plugin of the shop adds, such as order.refunded, set off by these hooks. */
    public void pluginTopic(String topic, String... hooks) {
        topics.add(topic, List.of(hooks));
    }

    /** Those that wait, in the order in which they would be delivered. */
    public synchronized List<QueuedWebhook> pending() {
        return List.copyOf(queue.values());
    }

    /** What went over the wire but pings, oldest first; the last 10,000. */
    public synchronized List<SentWebhook> sent() {
        return List.copyOf(sent);
    }

    /**
     * Runs the queue once: delivers what waits now and is not held, one after another.
     *
     * @return the status of each answer, 0 when none came in time
     */
    public List<Integer> deliver() {
        List<Integer> statuses = new ArrayList<>();
        for (QueuedWebhook queued : pending()) {
            if (!queued.held()) {
                statuses.addAll(deliverInOrder(queued.id()));
            }
        }
        return List.copyOf(statuses);
    }

    /**
     * Delivers these in this order, held or not; an id may occur several times, or have been delivered or dropped before. Each
     * time the body is made anew. Of a webhook that is gone nothing is sent and no status returned.
     */
    public List<Integer> deliverInOrder(long... ids) {
        List<Integer> statuses = new ArrayList<>();
        for (long id : ids) {
            synchronized (delivering) {
                SentWebhook done = deliver(taken(id));
                if (done != null) {
                    statuses.add(done.status());
                }
            }
        }
        return List.copyOf(statuses);
    }

    /** The runner crashes with this one: it is never delivered. */
    public synchronized void drop(long id) {
        if (!unqueued(id)) {
            throw new IllegalArgumentException("nothing with id " + id + " waits");
        }
    }

    /** Leaves it in the queue until it is released. */
    public void hold(long id) {
        change(id, queued -> queued.held(true));
    }

    public void release(long id) {
        change(id, queued -> queued.held(false));
    }

    /** The network repeats the same bytes; the shop learns nothing of it. Returns the status, 0 for none. */
    public int repeat(SentWebhook delivery) {
        return sender.send(requests.delivery(delivery.url(), delivery.headers(), delivery.body()));
    }

    /** How many failures in a row the shop counts, which REST does not show. */
    public synchronized int failures(long webhookId) {
        Webhook webhook = webhooks.get(webhookId);
        if (webhook == null) {
            throw new IllegalArgumentException("no webhook " + webhookId);
        }
        return webhook.failures;
    }

    // For the shop

    synchronized void clear(Payloads newPayloads) {
        webhooks.clear();
        queue.clear();
        waiting.clear();
        known.clear();
        sent.clear();
        topics.clear();
        automatic = false;
        payloads = newPayloads;
        lastWebhook = 0;
    }

    void close() {
        runner.shutdownNow();
    }

    /** The order in which REST shows them: newest second first, within it as they were made. */
    synchronized List<Webhook> all() {
        List<Webhook> all = new ArrayList<>(webhooks.values());
        all.sort((one, other) -> other.created.compareTo(one.created));
        return all;
    }

    synchronized @Nullable Webhook find(long id) {
        return webhooks.get(id);
    }

    synchronized Webhook add(String name, String topic, String url, String secret) {
        Webhook webhook = new Webhook(++lastWebhook, now(), name, topic, url, secret);
        webhooks.put(webhook.id, webhook);
        return webhook;
    }

    synchronized void remove(Webhook webhook) {
        webhooks.remove(webhook.id);
    }

    /** Saving pings an active webhook until it once got exactly 200, and after a new URL. */
    void saved(Webhook webhook, boolean newUrl) {
        boolean ping;
        synchronized (this) {
            webhook.modified = now();
            ping = webhook.active() && (newUrl || webhook.pingPending);
        }
        if (ping) {
            ping(webhook);
        }
    }

    void ping(Webhook webhook) {
        HttpRequest request;
        synchronized (this) {
            request = requests.ping(webhook.id, webhook.deliveryUrl);
        }
        int status = sender.send(request);
        synchronized (this) {
            if (status == 200) {
                webhook.pingPending = false;
                webhook.modified = now();
            }
        }
    }

    /** Queues what the hooks of one request set off; of each webhook an argument counts once. */
    void queue(List<HookRun.Fired> fired) {
        boolean run;
        synchronized (this) {
            Set<List<Long>> processed = new HashSet<>();
            for (HookRun.Fired hook : fired) {
                for (Webhook webhook : webhooks.values()) {
                    if (concerns(webhook, hook) && processed.add(List.of(webhook.id, hook.arg()))) {
                        enqueue(webhook, hook.arg());
                    }
                }
            }
            run = automatic && !queue.isEmpty();
        }
        if (run) {
            runner.execute(this::deliver);
        }
    }

    private boolean concerns(Webhook webhook, HookRun.Fired hook) {
        if (!webhook.active() || !topics.hooks(webhook.topic).contains(hook.hook())) {
            return false;
        }
        String resource = WebhookTopics.resource(webhook.topic);
        return resource.equals("action") || (resource.equals("order") && hook.order());
    }

    private void enqueue(Webhook webhook, long arg) {
        if (waiting.add(new Waiting(webhook.id, arg))) {
            QueuedWebhook queued = new QueuedWebhook(++lastQueued, webhook.id, webhook.topic, arg, now(), false);
            queue.put(queued.id(), queued);
            known.put(queued.id(), queued);
        }
    }

    private synchronized QueuedWebhook taken(long id) {
        unqueued(id);
        QueuedWebhook queued = known.get(id);
        if (queued == null) {
            throw new IllegalArgumentException("nothing with id " + id + " was queued");
        }
        return queued;
    }

    private synchronized boolean unqueued(long id) {
        QueuedWebhook queued = queue.remove(id);
        return queued != null && waiting.remove(new Waiting(queued.webhookId(), queued.arg()));
    }

    private @Nullable SentWebhook deliver(QueuedWebhook queued) {
        Webhook webhook;
        Payloads bodies;
        synchronized (this) {
            webhook = webhooks.get(queued.webhookId());
            bodies = payloads;
        }
        if (webhook == null) {
            return null;
        }
        // Even a webhook that was disabled in the meantime is delivered.
        String body = JsonEncoding.text(bodies.payload(webhook.topic, queued.arg()));
        String url;
        Map<String, String> headers;
        synchronized (this) {
            url = webhook.deliveryUrl;
            headers = requests.headers(webhook, body, now());
        }
        int status = sender.send(requests.delivery(url, headers, body));
        SentWebhook done =
                new SentWebhook(queued.id(), webhook.id, queued.topic(), queued.arg(), url, headers, body, status);
        synchronized (this) {
            if (sent.size() == SENT_KEPT) {
                sent.remove();
            }
            sent.add(done);
            webhook.answered(status);
        }
        saved(webhook, false);
        return done;
    }

    private synchronized void change(long id, UnaryOperator<QueuedWebhook> changed) {
        if (queue.computeIfPresent(id, (same, queued) -> changed.apply(queued)) == null) {
            throw new IllegalArgumentException("nothing with id " + id + " waits");
        }
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
