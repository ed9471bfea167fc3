package io.maksut.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The transport's clocks and timers. Thread-safe.
 *
 * <p>There are two kinds of timers, so that tests can run in virtual time: {@link #after} is a wait that the call wants
 * to get through (backoff, rate limit), which virtual time skips; {@link #alarm} is a limit that the call hopes never
 * to reach, which fires only once time has passed it.
 */
public interface TransportTime extends AutoCloseable {
    /** The wall clock, to read dates in answers against. */
    Instant now();

    /** A monotonic clock, as {@link System#nanoTime()}. */
    long nanoTime();

    /** Runs the task when the delay is over. The task is short and does not block. */
    Cancellable after(Duration delay, Runnable task);

    /** Runs the task if the delay passes before it is cancelled. The task is short and does not block. */
    default Cancellable alarm(Duration delay, Runnable task) {
        return after(delay, task);
    }

    /** Stops the threads, if there are any. No task starts afterwards. */
    @Override
    default void close() {}

    /** The system's clocks and one daemon thread, started when first needed. Close it when done. */
    static TransportTime system() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "maksut-timer");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        return new TransportTime() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Cancellable after(Duration delay, Runnable task) {
                try {
                    ScheduledFuture<?> future = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> future.cancel(false);
                } catch (RejectedExecutionException closed) {
                    // Closed while a call was under way: closing the transport has stopped that call.
                    return () -> {};
                }
            }

            @Override
            public void close() {
                scheduler.shutdownNow();
            }
        };
    }
}
