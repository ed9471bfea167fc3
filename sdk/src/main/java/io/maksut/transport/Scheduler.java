package io.maksut.transport;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Waits without holding a thread. Tasks run on the executor, so that the timer's only thread stays free. */
record Scheduler(TransportTime time, Executor executor) {
    Cancellable after(Duration delay, Runnable task) {
        return time.after(delay, () -> executor.execute(task));
    }

    Cancellable alarm(Duration delay, Runnable task) {
        return time.alarm(delay, () -> executor.execute(task));
    }
}
