package io.maksut.transport;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One operation of a caller, possibly of several calls: one deadline, one way to stop. Thread-safe.
 *
 * <p>{@link #cancel} stops every call under it at once. Each ends with its exception: nothing sent, nothing known of a
 * read, or the outcome unknown of a write whose bytes may have left.
 */
public final class CallContext {
    private final Deadline deadline;
    private final Map<String, String> headers;
    private final Set<Delivery> underWay = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> endings = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    CallContext(Deadline deadline, Map<String, String> headers) {
        this.deadline = deadline;
        this.headers = headers;
    }

    /** Time left; zero when the deadline has passed. */
    public Duration remaining() {
        return deadline.remaining();
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Stops everything under this operation, also calls that are made later. Does nothing the second time. */
    public void cancel() {
        cancelled = true;
        underWay.forEach(delivery -> delivery.stop("it was cancelled"));
        endings.forEach(Runnable::run);
    }

    /** Runs the task when this operation is cancelled, at once if it was. The task is short, and may run twice. */
    void onCancel(Runnable task) {
        endings.add(task);
        if (cancelled) {
            task.run();
        }
    }

    void noMore(Runnable task) {
        endings.remove(task);
    }

    /** The same future; cancelling it cancels this operation. For futures derived from those of {@code send}. */
    public <T> CompletableFuture<T> stopsWith(CompletableFuture<T> future) {
        CompletableFuture<T> unused = future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                cancel();
            }
        });
        return future;
    }

    Deadline deadline() {
        return deadline;
    }

    Map<String, String> headers() {
        return headers;
    }

    void started(Delivery delivery) {
        underWay.add(delivery);
        if (cancelled) {
            delivery.stop("it was cancelled");
        }
    }

    void ended(Delivery delivery) {
        underWay.remove(delivery);
    }
}
