package io.maksut.samples.page.live;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tells open pages that something changed. An event names a topic and nothing else: the page asks for what it shows of it, and
 * gets what its user may see. Thread-safe.
 */
public final class LiveEvents implements AutoCloseable {
    /** A payment was seen for the first time. */
    public static final String NEW_PAYMENT = "new-payment";
    /** Something at the sync desk changed. */
    public static final String DESK = "desk";
    /** So much happened that everything is to be looked at. */
    public static final String EVERYTHING = "everything";

    private static final int REMEMBERED = 1_000;

    /**
     * Something changed.
     *
     * @param id greater than that of every earlier event, also of an earlier run
     */
    public record Event(long id, String topic) {}

    private final Deque<Event> recent = new ArrayDeque<>();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "page-live");
        thread.setDaemon(true);
        return thread;
    });
    private long last;

    public LiveEvents(Clock clock) {
        this.last = clock.millis() * 1_000;
    }

    /** The event that came last: what is rendered now shows all up to it. */
    public synchronized long last() {
        return last;
    }

    /** Tells everybody. Returns at once. */
    public synchronized void publish(String topic) {
        Event event = new Event(++last, topic);
        recent.addLast(event);
        if (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
        listeners.forEach(listener -> listener.offer(event));
    }

    /** Sends all that happened after the event {@code after}, and from now on whatever happens. */
    public synchronized Listener listen(long after, Listener.Sink sink) {
        Listener listener = new Listener(sink, senders, listeners::remove);
        listeners.add(listener);
        boolean forgotten = !recent.isEmpty() ? after < recent.getFirst().id() - 1 : after < last;
        if (forgotten) {
            listener.offer(new Event(last, EVERYTHING));
        } else {
            recent.stream().filter(event -> event.id() > after).forEach(listener::offer);
        }
        return listener;
    }

    /** Asks every listener for a sign of life; those that are gone are found this way. */
    public void ping() {
        listeners.forEach(Listener::ping);
    }

    /** How many listen. */
    public int listeners() {
        return listeners.size();
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        senders.shutdownNow();
    }
}
