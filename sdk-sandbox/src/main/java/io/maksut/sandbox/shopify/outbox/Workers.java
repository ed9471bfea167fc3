package io.maksut.sandbox.shopify.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Threads that do whatever is due, one thing after the other each. Thread-safe. */
public final class Workers<T> implements AutoCloseable {
    /** How soon it is seen that the clock has moved. */
    private static final long GLANCE_MILLIS = 20;

    private final String name;
    private final Supplier<Optional<T>> next;
    private final Consumer<T> work;
    private final Semaphore news = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private AtomicBoolean stopped = new AtomicBoolean();

    /**
     * None run at first.
     *
     * @param next takes the next thing that is due, or nothing; called often
     */
    public Workers(String name, Supplier<Optional<T>> next, Consumer<T> work) {
        this.name = name;
        this.next = next;
        this.work = work;
    }

    /** Lets those that run finish what they are at, then starts so many. */
    public synchronized void run(int count) {
        stopped.set(true);
        threads.forEach(Workers::join);
        threads.clear();
        AtomicBoolean stop = new AtomicBoolean();
        stopped = stop;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> loop(stop), name + "-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    @Override
    public void close() {
        run(0);
    }

    /** There may be something to do. */
    public void wake() {
        news.release();
    }

    private void loop(AtomicBoolean stop) {
        while (!stop.get()) {
            Optional<T> due = next.get();
            if (due.isPresent()) {
                work.accept(due.get());
            } else if (!await()) {
                return;
            }
        }
    }

    /** False when this thread was interrupted. */
    private boolean await() {
        try {
            if (news.tryAcquire(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
