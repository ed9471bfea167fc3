package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.storage.LeaseLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the engine's jobs: refunds, captures and voids, telling shops, reconciliation, scans. Any number of workers,
 * here and on other machines, share one ledger. The payment of a worker that died is taken over when its lease runs
 * out. Thread-safe.
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
     * How many threads a worker has, and how often they look.
     *
     * @param threads how many work on payments of one account at the same time, so that a gateway that hangs delays no
     *     other. A worker has so many for each connected account, 32 at most, but never fewer than this; up to four
     *     more scan.
     * @param poll how often the threads look for work that came in through other processes
     * @param scans whether this worker scans
     */
    public record Settings(int threads, Duration poll, boolean scans) {
        /** Two threads for each account, a look every second, and scans. */
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
     * Starts the threads.
     *
     * @throws IllegalStateException if it was started or closed before
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
            // A shop that does not answer keeps one of these threads until its calls time out.
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
            } catch (Throwable e) { // one bad claim must not stop the thread
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
     * Does on the calling thread all that is due at payments now.
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
     * Runs on the calling thread every scan that is due now.
     *
     * @return how many scans ended
     */
    public int scanDue() {
        return scan.runDue(() -> !closed);
    }

    /** Claims nothing new, waits 45 seconds at most for what is under way, and then interrupts it. */
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
