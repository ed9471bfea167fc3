package io.maksut.sandbox.frisbii;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's webhooks. Events queue up and are delivered only when the test says so. As at the real gateway only a
 * 2xx answer counts, redirects fail, and a webhook that fails holds back the later ones of the same customer. Thread-safe;
 * deliveries happen one at a time.
 */
public final class FrisbiiWebhooks {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private final String secret;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIME_LIMIT)
            .build();
    private final Object delivering = new Object();
    private final Map<String, FrisbiiWebhook> webhooks = new LinkedHashMap<>();
    private @Nullable URI target;
    private boolean disabled;
    private int maxAttempts = Integer.MAX_VALUE;

    FrisbiiWebhooks(String secret) {
        this.secret = secret;
    }

    /** Where to post; nothing is sent yet. */
    public synchronized void deliverTo(URI uri) {
        target = uri;
    }

    /** From now on events become webhooks in state disabled, which are never delivered by themselves. */
    public synchronized void disable() {
        disabled = true;
    }

    public synchronized void enable() {
        disabled = false;
    }

    /** After so many failed attempts a webhook is failed and holds back nothing more; unlimited unless told. */
    public synchronized void giveUpAfter(int attempts) {
        maxAttempts = attempts;
    }

    /** All of them, oldest first. */
    public synchronized List<FrisbiiWebhook> all() {
        return List.copyOf(webhooks.values());
    }

    /** Those in state pending or retrying, oldest first. */
    public synchronized List<FrisbiiWebhook> pending() {
        return webhooks.values().stream().filter(FrisbiiWebhook::open).toList();
    }

    /**
     * Tries every pending or retrying webhook once, oldest first, skipping those behind a failed one of the same customer.
     *
     * @return the status of each attempt, 0 when no answer came
     * @throws IllegalStateException when {@link #deliverTo} was not called
     */
    public List<Integer> deliverPending() {
        synchronized (delivering) {
            List<Integer> statuses = new ArrayList<>();
            Set<String> blocked = new HashSet<>();
            for (FrisbiiWebhook webhook : pending()) {
                String customer = webhook.customer() == null ? "" : webhook.customer();
                if (blocked.contains(customer)) {
                    continue;
                }
                int status = attempt(webhook);
                statuses.add(status);
                if (!success(status)) {
                    blocked.add(customer);
                }
            }
            return List.copyOf(statuses);
        }
    }

    /** Posts this webhook once more, in whatever state it is, ahead of the queue; returns the status, 0 for no answer. */
    public int redeliver(String id) {
        synchronized (delivering) {
            return attempt(get(id));
        }
    }

    /** Posts these webhooks in this order, whatever their states and customers; an id may occur twice. */
    public List<Integer> deliverInOrder(String... ids) {
        List<Integer> statuses = new ArrayList<>();
        for (String id : ids) {
            statuses.add(redeliver(id));
        }
        return List.copyOf(statuses);
    }

    synchronized void clear() {
        webhooks.clear();
        target = null;
        disabled = false;
        maxAttempts = Integer.MAX_VALUE;
    }

    synchronized void queue(
            String id,
            String eventId,
            String eventType,
            Instant at,
            @Nullable String customer,
            @Nullable String invoice,
            @Nullable String transaction) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("event_id", eventId);
        json.addProperty("event_type", eventType);
        json.addProperty("timestamp", at.toString());
        json.addProperty("signature", signature(at + id));
        json.addProperty("customer", customer);
        if (invoice != null) {
            json.addProperty("invoice", invoice);
        }
        if (transaction != null) {
            json.addProperty("transaction", transaction);
        }
        webhooks.put(
                id,
                new FrisbiiWebhook(
                        id,
                        eventId,
                        eventType,
                        at,
                        customer,
                        invoice,
                        transaction,
                        disabled ? "disabled" : "pending",
                        0,
                        json.toString()));
    }

    /** Those with this id or event id. */
    synchronized List<FrisbiiWebhook> find(String idOrEventId) {
        return webhooks.values().stream()
                .filter(w -> w.id().equals(idOrEventId) || w.eventId().equals(idOrEventId))
                .toList();
    }

    /** Puts these back into the queue, in their old places. */
    synchronized List<FrisbiiWebhook> resend(List<FrisbiiWebhook> again) {
        return again.stream().map(w -> update(w, "pending", w.attempts())).toList();
    }

    synchronized @Nullable URI target() {
        return target;
    }

    synchronized boolean disabled() {
        return disabled;
    }

    private synchronized FrisbiiWebhook get(String id) {
        FrisbiiWebhook webhook = webhooks.get(id);
        if (webhook == null) {
            throw new IllegalArgumentException("no webhook " + id);
        }
        return webhook;
    }

    private synchronized FrisbiiWebhook update(FrisbiiWebhook webhook, String state, int attempts) {
        FrisbiiWebhook updated = webhook.inState(state, attempts);
        webhooks.put(webhook.id(), updated);
        return updated;
    }

    private int attempt(FrisbiiWebhook webhook) {
        int status = post(webhook);
        synchronized (this) {
            FrisbiiWebhook now = get(webhook.id());
            int attempts = now.attempts() + 1;
            String state = success(status) ? "completed" : attempts >= maxAttempts ? "failed" : "retrying";
            // A duplicate that fails does not undo the success of the first.
            update(now, now.state().equals("completed") ? "completed" : state, attempts);
        }
        return status;
    }

    private int post(FrisbiiWebhook webhook) {
        URI uri = target();
        if (uri == null) {
            throw new IllegalStateException("say deliverTo(URI) first");
        }
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIME_LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(webhook.body()))
                .build();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            // The request's own timeout ends with the headers; a body that stalls must not hang the test.
            return answer.get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS).statusCode();
        } catch (TimeoutException e) {
            answer.cancel(true);
            return 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                return 0;
            }
            throw new IllegalStateException("cannot deliver to " + uri, e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JRE has HmacSHA256", e);
        }
    }

    private static boolean success(int status) {
        return status / 100 == 2;
    }
}
