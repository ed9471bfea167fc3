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
import org.jspecify.annotations.Nullable;

/**
 * Lets requests through one by one, first come first served: so many started per second, so many under way at once.
 *
 * <p>resilience4j's rate limiter, on our clock, says when the next may start. Only the head of the queue ever reserves
 * with it, so a caller that gives up does not use up the future of the others.
 */
final class Gate {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final RateLimiter limiter;
    private final int perPeriod;
    private final Waits waits;
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private int free;
    private boolean permitInHand;
    private boolean permitAwaited;
    private long permitNanos;

    Gate(String name, int perSecond, int concurrent, Waits waits) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(perSecond)
                .limitRefreshPeriod(PERIOD)
                .timeoutDuration(Duration.ofHours(1))
                .build();
        this.limiter = RateLimiter.of(name, config, () -> waits.time().nanoTime());
        this.perPeriod = perSecond;
        this.free = concurrent;
        this.waits = waits;
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
        long untilNext = Math.max(0, permitNanos - waits.time().nanoTime());
        return Duration.ofNanos(untilNext).plus(PERIOD.multipliedBy(ahead / perPeriod));
    }

    private synchronized void leave(Waiter waiter) {
        queue.remove(waiter);
    }

    /** Takes from the queue who may go now. */
    private List<Waiter> grant() {
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
        permitNanos = waits.time().nanoTime() + wait;
        Cancellable unused = waits.after(Duration.ofNanos(wait), this::permitArrived);
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
                waits.executor().execute(() -> hand(waiter));
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
