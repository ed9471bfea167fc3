package io.maksut.sandbox.shopify.graphql;

import java.util.function.LongSupplier;

/** The points that an app may spend on a shop, which come back with time. Thread-safe. */
public final class CostBucket {
    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final long capacity;
    private final long restoredPerSecond;
    /** In billionths of a point. */
    private long credit;

    private long last;

    /** @param nanoTime a monotonic clock in nanoseconds */
    public CostBucket(int capacity, int restoredPerSecond, LongSupplier nanoTime) {
        if (capacity < 1 || restoredPerSecond < 1) {
            throw new IllegalArgumentException("a bucket needs a capacity and a rate");
        }
        this.capacity = capacity;
        this.restoredPerSecond = restoredPerSecond;
        this.nanoTime = nanoTime;
        fill();
    }

    /** False, and nothing taken, when there is not so much. */
    synchronized boolean take(long cost) {
        restore();
        if (cost > credit / NANOS) {
            return false;
        }
        credit -= cost * NANOS;
        return true;
    }

    synchronized void giveBack(long cost) {
        credit = Math.min(capacity, credit / NANOS + Math.max(0, cost)) * NANOS + credit % NANOS;
        credit = Math.min(capacity * NANOS, credit);
    }

    synchronized long available() {
        restore();
        return credit / NANOS;
    }

    long capacity() {
        return capacity;
    }

    long restoredPerSecond() {
        return restoredPerSecond;
    }

    /** Makes it full again. */
    public final synchronized void fill() {
        credit = capacity * NANOS;
        last = nanoTime.getAsLong();
    }

    private void restore() {
        long now = nanoTime.getAsLong();
        long untilFull = capacity * NANOS / restoredPerSecond + 1;
        long elapsed = Math.min(untilFull, Math.max(0, now - last));
        credit = Math.min(capacity * NANOS, credit + elapsed * restoredPerSecond);
        last = now;
    }
}
