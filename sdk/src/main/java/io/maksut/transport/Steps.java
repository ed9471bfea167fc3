package io.maksut.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who carries out the steps of one operation: a thread that waits for it, or else the thread that brings what the step waited
 * for. So a caller who waits does the work, and hands none of it on. Thread-safe.
 */
final class Steps {
    /** A virtual thread may wait under it without holding its carrier. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private int waiting;

    /** Carries out a step, which does not throw: here and now, unless somebody waits. */
    void run(Runnable step) {
        lock.lock();
        try {
            if (waiting > 0) {
                ready.add(step);
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        step.run();
    }

    /** Carries out the steps that come up until the future is done. */
    void until(CompletableFuture<?> future) throws InterruptedException {
        CompletableFuture<?> unused = future.whenComplete((value, failure) -> wake());
        enter();
        try {
            Runnable step = next(future);
            while (step != null) {
                step.run();
                step = next(future);
            }
        } finally {
            leave();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void enter() {
        lock.lock();
        try {
            waiting++;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next step; null when the future is done and no step is left. */
    private @Nullable Runnable next(CompletableFuture<?> future) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready.isEmpty() && !future.isDone()) {
                changed.await();
            }
            return ready.poll();
        } finally {
            lock.unlock();
        }
    }

    /** What came up for somebody who has left is not lost. */
    private void leave() {
        Deque<Runnable> left = new ArrayDeque<>();
        lock.lock();
        try {
            waiting--;
            if (waiting == 0) {
                left.addAll(ready);
                ready.clear();
            } else {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        left.forEach(Runnable::run);
    }
}
