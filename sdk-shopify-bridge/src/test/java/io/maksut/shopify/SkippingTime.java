package io.maksut.shopify;

import io.maksut.transport.Cancellable;
import io.maksut.transport.TransportTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock's time, but what is waited for is over at once, and counted. */
final class SkippingTime implements TransportTime {
    private final Clock clock;
    private final TransportTime real = TransportTime.system();
    private final AtomicLong skipped = new AtomicLong();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    SkippingTime() {
        this(Clock.systemUTC());
    }

    /** When the clock is set forward, what is measured by this time gets older. */
    SkippingTime(Clock clock) {
        this.clock = clock;
    }

    /** What was waited, in order. */
    List<Duration> waits() {
        return waits;
    }

    @Override
    public Instant now() {
        return clock.instant().plusNanos(skipped.get());
    }

    @Override
    public long nanoTime() {
        Duration ahead = Duration.between(real.now(), clock.instant());
        return real.nanoTime() + ahead.toNanos() + skipped.get();
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
