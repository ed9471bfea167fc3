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
 * Lets requests through one by one, first come first served: so many started per second, so many under way at once.
 *
 * <p>resilience4j's rate limiter, on our clock, says when the next may start. Only the head of the queue ever reserves
 * with it, so a caller that gives up does not use up the future of the others.
 *
 * <p>Where the limits are divided among several gates of other processes, this one lets through its part of both. All parts together
 * start exactly as many in a second as one undivided gate, in bursts that are together no larger, unless there are more parts than
 * starts in a second: one may be started at once, and under way, in each.
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
     * From now on it lets through one part of so many.
     *
     * @param among asked for each request; does not block. Less than 1 counts as 1
     */
    void divide(IntSupplier among) {
        this.among = among;
    }

    /** As many as the part is in whole permits: each of them, and all parts together, burst no more than the limit. */
    private int permits(int ofParts) {
        return Math.max(1, perSecond / ofParts);
    }

    /** In which the permits come to exactly one part. */
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
            // What was used of the period before is used of this one, too.
            long unused = limiter.reservePermission(perPeriod - left);
        }
    }

    /**
     * A future that completes with a pass, which must then be given back; cancelled at once when it is certain that the
     * deadline will pass first. Cancelling it oneself leaves the queue.
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

    /** A wait that cannot be shorter, for one with so many ahead of it. */
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

    /** Takes from the queue who may go now. */
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

    /** Others go on in a thread of their own: neither under our lock, nor one on the stack of the other. */
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

    /** For tests: how many could start now as far as concurrency goes. */
    synchronized int free() {
        return free;
    }

    /** The right to one request. Given back exactly once, however often it is tried. */
    final class Pass {
        private final AtomicBoolean held = new AtomicBoolean(true);

        /** The request is over. */
        void release() {
            if (held.getAndSet(false)) {
                giveBack(true);
            }
        }

        /** No request was made: the start per second is free for the next. */
        void unused() {
            if (held.getAndSet(false)) {
                giveBack(false);
            }
        }
    }
}
