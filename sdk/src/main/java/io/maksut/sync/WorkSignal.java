package io.maksut.sync;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets idle workers of this process begin at once when work comes in here, instead of at their next look. Thread-safe. */
final class WorkSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long count;

    /** Changes whenever something came in. */
    long mark() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    void announce() {
        lock.lock();
        try {
            count++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something has come in after {@code mark}, or the time is over. */
    void await(long mark, Duration most) throws InterruptedException {
        lock.lock();
        try {
            long nanos = most.toNanos();
            while (count == mark && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
