package io.maksut.transport;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests start in the order they came, within two limits: starts per second, and requests under way at once.
 *
 * <p>resilience4j's rate limiter, on our clock, says when the next request may start. Only the head of the queue
 * reserves a permit, so a caller that gives up takes nothing from those behind it.
 *
 * <p>Where processes divide the limits, this limiter uses one part of both. All parts together start as many requests
 * in a second as one undivided limiter, in bursts that are together no larger. Where there are more parts than starts
 * per second, or than places, each part still may start one request at once and have one under way.
 */
final class RequestLimiter {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final int perSecond;
    private final int concurrent;
    private final Scheduler scheduler;
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private volatile IntSupplier among = () -> 1;
    private int parts = 1;
    private int perPeriod;
    private Duration period;
    private RateLimiter limiter;
    private int free;
    private boolean permitInHand;
    private boolean permitAwaited;
    private long permitNanos;

    RequestLimiter(String name, int perSecond, int concurrent, Scheduler scheduler) {
        this.name = name;
        this.perSecond = perSecond;
        this.concurrent = concurrent;
        this.scheduler = scheduler;
        this.perPeriod = permits(1);
        this.period = period(1);
        this.limiter = limiter();
        this.free = places(1);
    }

    /**
     * From now on, uses one part of the limits.
     *
     * @param among the number of parts, asked for each request; does not block. Less than 1 counts as 1
     */
    void divide(IntSupplier among) {
        this.among = among;
    }

    /** Starts per period of one part, in whole permits: the bursts of all parts together stay within the limit. */
    private int permits(int ofParts) {
        return Math.max(1, perSecond / ofParts);
    }

    /** The period in which these permits are exactly one part of the limit. */
    private Duration period(int ofParts) {
        return Duration.ofNanos((SECOND * permits(ofParts) * ofParts + perSecond - 1) / perSecond);
    }

    private int places(int ofParts) {
        return Math.max(1, concurrent / ofParts);
    }

    private RateLimiter limiter() {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(perPeriod)
                .limitRefreshPeriod(period)
                .timeoutDuration(Duration.ofHours(1))
                .build();
        return RateLimiter.of(name, config, () -> scheduler.time().nanoTime());
    }

    private void adjust() {
        int now = Math.max(1, among.getAsInt());
        if (now == parts) {
            return;
        }
        free += places(now) - places(parts);
        parts = now;
        perPeriod = permits(now);
        period = period(now);
        int left = Math.max(0, limiter.getMetrics().getAvailablePermissions());
        limiter = limiter();
        if (left < perPeriod) {
            // Permits used in the old period count as used in the new one.
            long unused = limiter.reservePermission(perPeriod - left);
        }
    }

    /**
     * A future that completes with a pass, which the caller must give back. It is cancelled at once if the deadline
     * will certainly pass first. Cancelling it leaves the queue.
     */
    CompletableFuture<Pass> enter(Deadline deadline) {
        Waiter waiter = new Waiter();
        boolean hopeless;
        synchronized (this) {
            queue.add(waiter);
            hand(grant(), waiter);
            hopeless = !waiter.granted && deadline.passedAfter(leastWait(queue.size() - 1));
        }
        CompletableFuture<?> unused = waiter.pass.whenComplete((pass, failure) -> {
            if (pass == null) {
                leave(waiter);
            }
        });
        if (hopeless) {
            waiter.pass.cancel(false);
        }
        return waiter.pass;
    }

    private static final class Waiter {
        final CompletableFuture<Pass> pass = new CompletableFuture<>();
        boolean granted;
    }

    /** The shortest wait that is possible with so many requests ahead. */
    private Duration leastWait(int ahead) {
        if (!permitAwaited) {
            return Duration.ZERO;
        }
        long untilNext = Math.max(0, permitNanos - scheduler.time().nanoTime());
        return Duration.ofNanos(untilNext).plus(period.multipliedBy(ahead / perPeriod));
    }

    private synchronized void leave(Waiter waiter) {
        queue.remove(waiter);
    }

    /** Takes from the queue the requests that may start now. */
    private List<Waiter> grant() {
        adjust();
        List<Waiter> granted = new ArrayList<>(1);
        while (!queue.isEmpty() && free > 0 && permit()) {
            Waiter next = queue.remove();
            next.granted = true;
            granted.add(next);
            free--;
            permitInHand = false;
        }
        return granted;
    }

    private boolean permit() {
        if (permitInHand || permitAwaited) {
            return permitInHand;
        }
        long wait = limiter.reservePermission();
        if (wait <= 0) {
            permitInHand = true;
            return true;
        }
        permitAwaited = true;
        permitNanos = scheduler.time().nanoTime() + wait;
        Cancellable unused = scheduler.after(Duration.ofNanos(wait), this::permitArrived);
        return false;
    }

    private void permitArrived() {
        synchronized (this) {
            permitAwaited = false;
            permitInHand = true;
            hand(grant(), null);
        }
    }

    /** Passes of other calls are completed on the executor: neither under our lock nor on this call's stack. */
    private void hand(List<Waiter> granted, @Nullable Waiter here) {
        for (Waiter waiter : granted) {
            if (waiter == here) {
                waiter.pass.complete(new Pass());
            } else {
                scheduler.executor().execute(() -> hand(waiter));
            }
        }
    }

    private void hand(Waiter waiter) {
        Pass pass = new Pass();
        if (!waiter.pass.complete(pass)) {
            pass.unused();
        }
    }

    private synchronized void giveBack(boolean used) {
        free++;
        permitInHand |= !used && !permitAwaited;
        hand(grant(), null);
    }

    /** For tests: how many more requests could be under way now. */
    synchronized int free() {
        return free;
    }

    /** The right to send one request. It is returned once only, even if released again. */
    final class Pass {
        private final AtomicBoolean held = new AtomicBoolean(true);

        /** The request is over. */
        void release() {
            if (held.getAndSet(false)) {
                giveBack(true);
            }
        }

        /** No request was made: its start is free for the next request. */
        void unused() {
            if (held.getAndSet(false)) {
                giveBack(false);
            }
        }
    }
}
