package io.maksut.transport;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.observe.LogContext;
import io.maksut.transport.Shared.Stoppable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * One operation of a caller, which may take several calls, under one deadline. Thread-safe.
 *
 * <p>A thread in {@link #await} carries out the operation's steps: it signs, judges and reads answers, and sends the
 * next call. While no thread waits, the threads of the HTTP client do that.
 *
 * <p>On any thread, the steps run in the {@link LogContext} that was open when the operation began.
 *
 * <p>{@link #cancel} stops all its calls at once. Each fails with what is known then: nothing was sent, a read got no
 * answer, or the outcome of a write is unknown because bytes may have left.
 */
public final class CallContext {
    private final Shared shared;
    private final Deadline deadline;
    private final Map<String, String> headers;
    private final LogContext logContext = LogContext.current();
    private final Steps steps = new Steps();
    private final Set<Stoppable> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    CallContext(Shared shared, Deadline deadline, Map<String, String> headers) {
        this.shared = shared;
        this.deadline = deadline;
        this.headers = headers;
    }

    /** The time left; zero when the deadline has passed. */
    public Duration remaining() {
        return deadline.remaining();
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Stops every call of this operation, later ones too. Does nothing the second time. */
    public void cancel() {
        cancelled = true;
        underWay.forEach(one -> one.stop("it was cancelled"));
    }

    /**
     * Sends one call. Never blocks, and throws nothing for what happens on the way: the future completes with the
     * accepted answer or fails with a {@link MaksutException}, at the latest when the deadline has passed. Cancelling
     * the future cancels this operation.
     */
    public CompletableFuture<Answer> send(Call call) {
        Delivery delivery = new Delivery(shared, call, deadline, headers, logContext, steps);
        started(delivery);
        CompletableFuture<Answer> result = delivery.start();
        CompletableFuture<Answer> unused = result.whenComplete((answer, failure) -> ended(delivery));
        return stopsWith(result);
    }

    /**
     * Does blocking work, such as a database query, on a thread of the transport instead of the caller's. The future
     * ends at the latest when the deadline has passed or the operation is cancelled; the work then still runs to its
     * end, and its result is dropped.
     *
     * @param operation names the work in the {@link GatewayUnavailableException} of work that is not done in time
     */
    public <T> CompletableFuture<T> offCaller(Supplier<T> work, String operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Stoppable ending = why ->
                result.completeExceptionally(new GatewayUnavailableException(why, CallReport.notSent(operation, null)));
        Cancellable alarm =
                shared.scheduler().alarm(remaining(), () -> ending.stop("it was not done before the deadline"));
        started(ending);
        CompletableFuture<T> unused = result.whenComplete((value, failure) -> {
            alarm.cancel();
            ended(ending);
        });
        try {
            shared.blocking().execute(() -> {
                if (!result.isDone()) {
                    complete(result, work);
                }
            });
        } catch (RejectedExecutionException e) {
            ending.stop("too many wait for the same");
        }
        return stopsWith(result);
    }

    private <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        logContext.run(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) { // every failure has to end the future
                result.completeExceptionally(e);
            }
        });
    }

    /**
     * Waits for a future of this operation, or one derived from it, and carries out its steps meanwhile. On interrupt, cancels
     * the operation, waits for the end that this brings about, and keeps the interrupt flag set.
     *
     * @throws MaksutException with the stack of the caller, if the future failed with one
     */
    public <T> T await(CompletableFuture<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!future.isDone()) {
                        steps.until(future);
                    }
                    return future.get();
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                    cancel();
                }
            }
        } catch (ExecutionException failure) {
            throw unwrapped(failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException failure) {
        Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
        if (cause instanceof MaksutException ours) {
            // The stack trace of the thread that completed the future says nothing; the caller's does.
            ours.fillInStackTrace();
            return ours;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    /** Cancels this operation when the given future of it is cancelled. Returns the same future. */
    public <T> CompletableFuture<T> stopsWith(CompletableFuture<T> future) {
        CompletableFuture<T> unused = future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                cancel();
            }
        });
        return future;
    }

    /** Exactly one {@link #ended} must follow. */
    private void started(Stoppable one) {
        underWay.add(one);
        shared.started(one);
        if (cancelled) {
            one.stop("it was cancelled");
        }
    }

    private void ended(Stoppable one) {
        underWay.remove(one);
        shared.ended(one);
    }
}
