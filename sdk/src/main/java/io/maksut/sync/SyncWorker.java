package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.storage.LeaseLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due: moves the money of requested refunds, tells the shops, captures what was shipped, compares, scans. Any
 * number of workers, here and on other machines, share one ledger; what a worker was at when it died is taken over when its
 * lease runs out. Thread-safe.
 */
public final class SyncWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyncWorker.class);
    private static final int MOST_THREADS = 32;
    private static final int MOST_SCANNING_THREADS = 4;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(45);

    private final Engine engine;
    private final JobRunner work;
    private final PollingScan scan;
    private final ExpectedWork expected;
    private final LedgerMarks marks;
    private final Settings settings;
    private final AccountShares shares;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    SyncWorker(
            Engine engine,
            JobRunner work,
            PollingScan scan,
            ExpectedWork expected,
            LedgerMarks marks,
            Settings settings) {
        this.engine = engine;
        this.work = work;
        this.scan = scan;
        this.expected = expected;
        this.marks = marks;
        this.settings = settings;
        this.shares = new AccountShares(settings.threads());
    }

    /**
     * How a worker works.
     *
     * @param threads that work on payments of one account at the same time: there are so many for each account that is
     *     connected, so that a gateway that does not answer keeps none of another's; 32 in all, or as many as one account may have.
     *     More of them scan, four at most.
     * @param poll how often they look for work that came in through other processes
     * @param scans whether this worker scans, too
     */
    public record Settings(int threads, Duration poll, boolean scans) {
        /** Two threads for each account that look every second, and those that scan. */
        public static final Settings DEFAULT = new Settings(2, Duration.ofSeconds(1), true);

        /**
         * @throws IllegalArgumentException if there is no thread, or the poll is shorter than a millisecond
         */
        public Settings {
            if (threads < 1 || poll.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "threads is " + threads + ", poll " + poll + "; they are at least 1 and PT0.001S");
            }
        }
    }

    /**
     * Begins to work in threads of its own.
     *
     * @throws IllegalStateException if it has begun already
     */
    public synchronized void start() {
        if (closed || !threads.isEmpty()) {
            throw new IllegalStateException("a worker starts once");
        }
        int all = Math.max(
                settings.threads(),
                Math.min(MOST_THREADS, settings.threads() * engine.gateways().size()));
        for (int i = 0; i < all; i++) {
            begin("maksut-sync-" + (i + 1), this::workOff);
        }
        if (settings.scans()) {
            // A shop that does not answer holds one of them until its calls time out.
            for (int i = 0; i < Math.min(MOST_SCANNING_THREADS, scan.count()); i++) {
                begin("maksut-scan-" + (i + 1), this::scanDue);
            }
        }
    }

    private void begin(String name, Runnable round) {
        Thread thread = new Thread(() -> loop(round), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void loop(Runnable round) {
        while (!closed) {
            long mark = engine.workSignal().mark();
            try {
                round.run();
            } catch (DatabaseException e) {
                LOG.error("The ledger does not answer: {}", e.getMessage());
            } catch (LeaseLostException e) {
                LOG.warn("Something took longer than its lease, another has taken it over");
            } catch (Throwable e) { // one bad claim must not stop the others
                LOG.error("The worker failed", e);
            }
            try {
                engine.workSignal().await(mark, settings.poll());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /**
     * Works off, on the calling thread, what is due now at payments.
     *
     * @return how many claims were taken
     */
    public int workOff() {
        return work.workOff(shares, this::looksOn);
    }

    private boolean looksOn() {
        if (!closed) {
            expected.looked();
            try {
                marks.lookNowAndThen();
            } catch (DatabaseException e) {
                LOG.error("The ledger's mark was not looked at: {}", e.getMessage());
            }
        }
        return !closed;
    }

    /**
     * Runs, on the calling thread, every scan that is due now.
     *
     * @return how many scans ended
     */
    public int scanDue() {
        return scan.runDue(() -> !closed);
    }

    /** Takes up nothing new, and waits for what is being worked on, 45 seconds at most. */
    @Override
    public void close() {
        closed = true;
        engine.workSignal().announce();
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

    @Override
    public String toString() {
        return "SyncWorker[" + settings.threads() + " threads an account]";
    }
}
