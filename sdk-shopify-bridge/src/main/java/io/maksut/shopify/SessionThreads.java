package io.maksut.shopify;

import io.maksut.error.DatabaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that work while there is something to do, and sleep for the poll interval otherwise. Thread-safe. */
final class SessionThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionThreads.class);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(45);

    private final BooleanSupplier work;
    private final int count;
    private final Duration poll;
    private final Semaphore news = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** @param work does the next piece of work; false if there was none */
    SessionThreads(BooleanSupplier work, int count, Duration poll) {
        this.work = work;
        this.count = count;
        this.poll = poll;
    }

    synchronized void start() {
        if (closed || !threads.isEmpty()) {
            throw new IllegalStateException("it starts once");
        }
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::loop, "maksut-shopify-" + (i + 1));
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    void wake() {
        if (news.availablePermits() < count) {
            news.release();
        }
    }

    private void loop() {
        while (!closed) {
            try {
                if (!work.getAsBoolean()) {
                    boolean unused = news.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (DatabaseException e) {
                LOG.error("The sessions' database does not answer: {}", e.getMessage());
                pause();
            } catch (Throwable e) { // one bad session must not stop the others
                LOG.error("The worker failed", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            boolean unused = news.tryAcquire(count + 1, poll.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        news.release(count);
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
        }
        long end = System.nanoTime() + PATIENCE_AT_CLOSE.toNanos();
        try {
            for (Thread thread : running) {
                thread.join(
                        Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.forEach(Thread::interrupt);
    }
}
