package io.maksut.shopify;

import io.maksut.transport.Cancellable;
import io.maksut.transport.TransportTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Real time, but what is waited for is over at once, and counted. */
final class SkippingTime implements TransportTime {
    private final TransportTime real = TransportTime.system();
    private final AtomicLong skipped = new AtomicLong();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    /** What was waited, in order. */
    List<Duration> waits() {
        return waits;
    }

    @Override
    public Instant now() {
        return real.now().plusNanos(skipped.get());
    }

    @Override
    public long nanoTime() {
        return real.nanoTime() + skipped.get();
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        waits.add(delay);
        skipped.addAndGet(delay.toNanos());
        task.run();
        return () -> {};
    }

    @Override
    public Cancellable alarm(Duration delay, Runnable task) {
        return real.alarm(delay, task);
    }

    @Override
    public void close() {
        real.close();
    }
}
