package io.maksut.samples.page.live;

import io.maksut.samples.page.live.LiveEvents.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open page. A slow one holds up nobody: what it has not taken waits, and when too much waits it is cut off. */
public final class Listener implements AutoCloseable {
    private static final int MOST_WAITING = 500;

    /** Where events go. Calls block as long as the network does. */
    public interface Sink {
        void send(Event event) throws Exception;

        void ping() throws Exception;

        void close();
    }

    private final Sink sink;
    private final Executor senders;
    private final Consumer<Listener> gone;
    private final Deque<Event> waiting = new ArrayDeque<>();
    private boolean pingWaits;
    private boolean sending;
    private boolean closed;

    Listener(Sink sink, Executor senders, Consumer<Listener> gone) {
        this.sink = sink;
        this.senders = senders;
        this.gone = gone;
    }

    synchronized void offer(Event event) {
        waiting.addLast(event);
        begin();
    }

    synchronized void ping() {
        pingWaits = true;
        begin();
    }

    private void begin() {
        if (closed || sending) {
            return;
        }
        sending = true;
        try {
            senders.execute(this::sendWaiting);
        } catch (RejectedExecutionException e) {
            closed = true; // the page is being shut down
        }
    }

    private void sendWaiting() {
        try {
            while (true) {
                @Nullable Event event = next();
                if (isClosed()) {
                    return;
                }
                if (event != null) {
                    sink.send(event);
                } else if (takePing()) {
                    sink.ping();
                } else if (ended()) {
                    return;
                }
            }
        } catch (Exception e) { // the browser has gone, or does not read
            close();
        }
    }

    private synchronized @Nullable Event next() {
        if (waiting.size() > MOST_WAITING) {
            throw new IllegalStateException("too slow");
        }
        return waiting.pollFirst();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean takePing() {
        boolean taken = pingWaits;
        pingWaits = false;
        return taken;
    }

    private synchronized boolean ended() {
        sending = !waiting.isEmpty() || pingWaits;
        return !sending;
    }

    /** Ends it, from whichever side. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
        }
        gone.accept(this);
        sink.close();
    }
}
