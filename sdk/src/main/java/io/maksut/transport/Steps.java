package io.maksut.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of one operation on a thread that waits for it, or else on the thread that brought what the step
 * waited for. So a waiting caller does the work itself and hands none of it on. Thread-safe.
 */
final class Steps {
    /** No monitor: a virtual thread may wait for this lock without holding its carrier. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private int waiting;

    /** Runs a step, which must not throw: on a thread that waits, if there is one, else here and now. */
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

    /** Runs the operation's steps on this thread until the future is done. */
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

    /** If no other thread waits, runs the steps that are left, so that none is lost. */
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
