package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Delivery;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's callbacks: unsigned hints of {@code payment_reference}, {@code order_reference} and {@code event_name}, and
 * for payments made by link a signed form. They queue up and are delivered only when the test says so; any 2xx answer
 * counts. Attempts fall due 1 s, 5 min, 1 h, 24 h, 48 h and 72 h after the event (whether the vendor counts from the event
 * or from the attempt before is not documented). Thread-safe; deliveries happen one at a time.
 */
public final class EveryPayCallbacks {
    private static final List<Duration> DUE = List.of(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofHours(48),
            Duration.ofHours(72));

    private final Clock clock;
    private final Delivery delivery = new Delivery(Duration.ofSeconds(10));
    private final Object delivering = new Object();
    private final Map<String, EveryPayCallback> callbacks = new LinkedHashMap<>();
    private @Nullable URI target;
    private boolean byPost;
    private int lastId;

    EveryPayCallbacks(Clock clock) {
        this.clock = clock;
    }

    /** The URL set for the shop in the portal; nothing is sent yet. */
    public synchronized void deliverTo(URI uri) {
        target = uri;
    }

    /** Whether plain callbacks are posted as forms; else they are GET requests with a query, as recorded. */
    public synchronized void byPost(boolean on) {
        byPost = on;
    }

    /** All of them, oldest first. */
    public synchronized List<EveryPayCallback> all() {
        return List.copyOf(callbacks.values());
    }

    /** Those neither delivered nor given up, oldest first. */
    public List<EveryPayCallback> pending() {
        return pending(callback -> true);
    }

    /**
     * Tries each pending callback once, due or not, oldest first.
     *
     * @return the status of each attempt, 0 when no answer came
     * @throws IllegalStateException when {@link #deliverTo} was not called
     */
    public List<Integer> deliverPending() {
        return deliverAll(callback -> true);
    }

    /** Tries each pending callback once whose next attempt is due by the sandbox's clock; statuses as above. */
    public List<Integer> deliverDue() {
        Instant now = clock.instant();
        return deliverAll(callback -> !now.isBefore(callback.created().plus(DUE.get(callback.attempts()))));
    }

    /** Sends this callback once more, in whatever state it is; returns the status, 0 for no answer. */
    public int redeliver(String id) {
        synchronized (delivering) {
            return attempt(get(id));
        }
    }

    /** Sends these callbacks in this order, whatever their states; an id may occur twice. */
    public List<Integer> deliverInOrder(String... ids) {
        List<Integer> statuses = new ArrayList<>();
        for (String id : ids) {
            statuses.add(redeliver(id));
        }
        return List.copyOf(statuses);
    }

    synchronized void clear() {
        callbacks.clear();
        target = null;
        byPost = false;
    }

    synchronized void queue(
            String eventName, String reference, Instant at, boolean signedForm, Map<String, String> fields) {
        lastId++;
        String id = "callback-" + lastId;
        String parameters = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        callbacks.put(
                id,
                new EveryPayCallback(
                        id, eventName, reference, at, signedForm, parameters, 0, EveryPayCallback.State.PENDING));
    }

    private synchronized List<EveryPayCallback> pending(Predicate<EveryPayCallback> wanted) {
        return callbacks.values().stream()
                .filter(callback -> callback.state() == EveryPayCallback.State.PENDING)
                .filter(wanted)
                .toList();
    }

    private List<Integer> deliverAll(Predicate<EveryPayCallback> wanted) {
        synchronized (delivering) {
            return pending(wanted).stream().map(this::attempt).toList();
        }
    }

    private int attempt(EveryPayCallback callback) {
        int status = delivery.send(request(callback));
        synchronized (this) {
            EveryPayCallback now = callbacks.get(callback.id());
            if (now != null) {
                int attempts = now.attempts() + 1;
                // A duplicate that fails does not undo the success of the first.
                boolean delivered = now.state() == EveryPayCallback.State.DELIVERED || status / 100 == 2;
                callbacks.put(
                        now.id(),
                        now.after(
                                attempts,
                                delivered
                                        ? EveryPayCallback.State.DELIVERED
                                        : attempts >= DUE.size()
                                                ? EveryPayCallback.State.GIVEN_UP
                                                : EveryPayCallback.State.PENDING));
            }
        }
        return status;
    }

    private synchronized HttpRequest request(EveryPayCallback callback) {
        if (target == null) {
            throw new IllegalStateException("say deliverTo(URI) first");
        }
        if (callback.signedForm() || byPost) {
            return HttpRequest.newBuilder(target)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(callback.parameters()))
                    .build();
        }
        String separator = target.getRawQuery() == null ? "?" : "&";
        return HttpRequest.newBuilder(URI.create(target + separator + callback.parameters()))
                .build();
    }

    private synchronized EveryPayCallback get(String id) {
        EveryPayCallback callback = callbacks.get(id);
        if (callback == null) {
            throw new IllegalArgumentException("no callback " + id);
        }
        return callback;
    }
}
