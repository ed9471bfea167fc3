package io.maksut.sandbox;

import java.util.function.LongSupplier;

/**
 * The request limits of a stand-in: token buckets per second with a burst, and a number of requests in flight,
 * counted apart for reads (GET) and writes (all else). Thread-safe.
 */
public final class RateLimits {
    /** What the limits say about a request; a refused one must not be processed. */
    public enum Verdict {
        ADMITTED,
        TOO_FAST,
        TOO_MANY_AT_ONCE
    }

    private static final long NANOS = 1_000_000_000L;

    private final Lane reads;
    private final Lane writes;

    /**
     * @param nanoTime a monotonic clock in nanoseconds, such as {@code System::nanoTime}
     * @param concurrent how many reads, and how many writes, may be in flight at once
     */
    public RateLimits(
            int readsPerSecond,
            int readBurst,
            int writesPerSecond,
            int writeBurst,
            int concurrent,
            LongSupplier nanoTime) {
        reads = new Lane(readsPerSecond, readBurst, concurrent, nanoTime);
        writes = new Lane(writesPerSecond, writeBurst, concurrent, nanoTime);
    }

    /** Every request that is {@link Verdict#ADMITTED} must be followed by {@link #leave}. */
    public Verdict enter(String method) {
        return lane(method).enter();
    }

    public void leave(String method) {
        lane(method).leave();
    }

    /** Fills the buckets again. */
    public void reset() {
        reads.reset();
        writes.reset();
    }

    private Lane lane(String method) {
        return method.equals("GET") ? reads : writes;
    }

    private static final class Lane {
        private final long nanosPerToken;
        private final long capacity;
        private final int concurrent;
        private final LongSupplier nanoTime;
        private long credit;
        private long last;
        private int inFlight;

        Lane(int perSecond, int burst, int concurrent, LongSupplier nanoTime) {
            if (perSecond < 1 || burst < 1 || concurrent < 1) {
                throw new IllegalArgumentException("limits must be at least 1");
            }
            this.nanosPerToken = Math.max(1, NANOS / perSecond);
            this.capacity = nanosPerToken * burst;
            this.concurrent = concurrent;
            this.nanoTime = nanoTime;
            this.credit = capacity;
            this.last = nanoTime.getAsLong();
        }

        synchronized Verdict enter() {
            long now = nanoTime.getAsLong();
            credit = Math.min(capacity, credit + Math.max(0, now - last));
            last = now;
            if (inFlight >= concurrent) {
                return Verdict.TOO_MANY_AT_ONCE;
            }
            if (credit < nanosPerToken) {
                return Verdict.TOO_FAST;
            }
            credit -= nanosPerToken;
            inFlight++;
            return Verdict.ADMITTED;
        }

        synchronized void leave() {
            inFlight--;
        }

        synchronized void reset() {
            credit = capacity;
            last = nanoTime.getAsLong();
        }
    }
}
