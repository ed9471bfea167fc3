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
 * One operation of a caller, possibly of several calls: one deadline, one way to stop. Thread-safe.
 *
 * <p>Whoever waits for it ({@link #await}) carries out its steps: signs, judges and reads answers, goes on with the next call.
 * While nobody waits, that is done by the threads of the HTTP client.
 *
 * <p>Its steps run in the {@link LogContext} that was open when it began, on whatever thread.
 *
 * <p>{@link #cancel} stops every call under it at once. Each ends with its exception: nothing sent, nothing known of a
 * read, or the outcome unknown of a write whose bytes may have left.
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
        underWay.forEach(one -> one.stop("it was cancelled"));
    }

    /**
     * Carries out one call. Never blocks and never throws for what happens on the way: the future completes with the
     * accepted answer or with a {@link MaksutException}, at the latest when the deadline has passed. Cancelling it cancels
     * this operation.
     */
    public CompletableFuture<Answer> send(Call call) {
        Delivery delivery = new Delivery(shared, call, deadline, headers, logContext, steps);
        started(delivery);
        CompletableFuture<Answer> result = delivery.start();
        CompletableFuture<Answer> unused = result.whenComplete((answer, failure) -> ended(delivery));
        return stopsWith(result);
    }

    /**
     * Does work that blocks, such as a database's, on a thread of our own and not the caller's. The future ends at the latest
     * when the deadline has passed or the operation is cancelled; the work, whose result is then dropped, ends when it ends.
     *
     * @param operation names it in the exception: {@link GatewayUnavailableException}, where it is not done in time
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
            } catch (RuntimeException | Error e) { // whoever waits for the result is told, whatever it is
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
            // The stack of the thread that found out says nothing; that of the caller does.
            ours.fillInStackTrace();
            return ours;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
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
