package io.maksut.webhook;

import io.maksut.observe.LogContext;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.StorageException;
import io.maksut.webhook.InboxQueue.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes the deliveries of an inbox: each goes to the processor of its source, until that succeeds or the delivery
 * becomes a dead letter. Any number of workers, on any machines, share one inbox; a delivery whose worker died is taken
 * over when its lease runs out. Thread-safe.
 *
 * <p>A worker processes the sources that it has processors for, and leaves the others to other workers.
 */
public final class InboxWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InboxWorker.class);

    private final InboxQueue queue;
    private final Map<String, DeliveryProcessor> processors;
    private final Clock clock;
    private final Settings settings;
    private @Nullable ScheduledExecutorService threads;
    private volatile boolean closed;

    private InboxWorker(Builder from) {
        this.settings = new Settings(from.firstPause, from.longestPause, from.attempts, from.threads, from.poll);
        this.processors = Map.copyOf(from.processors);
        this.queue = new InboxQueue(from.inbox, processors.keySet(), from.lease, from.attempts);
        this.clock = from.inbox.clock();
    }

    /** The settings when the worker was built. */
    private record Settings(Duration firstPause, Duration longestPause, int attempts, int threads, Duration poll) {
        Duration pauseAfter(int failures) {
            Duration pause = firstPause;
            for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
                pause = pause.multipliedBy(2);
            }
            return pause.compareTo(longestPause) < 0 ? pause : longestPause;
        }
    }

    /** At least one processor is required. */
    public static Builder builder(Inbox inbox) {
        return new Builder(inbox);
    }

    /**
     * Starts the worker's own threads.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized void start() {
        if (threads != null || closed) {
            throw new IllegalStateException("a worker starts once");
        }
        threads = Executors.newScheduledThreadPool(settings.threads(), task -> {
            Thread thread = new Thread(task, "maksut-inbox");
            thread.setDaemon(true);
            return thread;
        });
        long poll = settings.poll().toMillis();
        for (int i = 0; i < settings.threads(); i++) {
            var unused = threads.scheduleWithFixedDelay(this::workOffSafely, 0, poll, TimeUnit.MILLISECONDS);
        }
    }

    /** Starts no further delivery, and waits half a minute at most for those that are being processed. */
    @Override
    public void close() {
        closed = true;
        ScheduledExecutorService running;
        synchronized (this) {
            running = threads;
        }
        if (running == null) {
            return;
        }
        running.shutdown();
        try {
            if (!running.awaitTermination(30, TimeUnit.SECONDS)) {
                running.shutdownNow();
            }
        } catch (InterruptedException e) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Processes, on the calling thread, the deliveries that are due now.
     *
     * @return how many deliveries were processed, with any outcome
     */
    public int workOff() {
        int count = 0;
        while (!closed) {
            Optional<Claim> claim = queue.claim();
            if (claim.isEmpty()) {
                break;
            }
            LogContext.of(claim.get().delivery().correlationId()).run(() -> workOn(claim.get()));
            count++;
        }
        return count;
    }

    /** The executor never runs a task again that threw an exception. */
    private void workOffSafely() {
        try {
            workOff();
        } catch (StorageException e) {
            LOG.error("The inbox could not be read: {}", e.getMessage());
        } catch (Throwable e) {
            LOG.error("The worker failed: {}", Failures.describe(e));
        }
    }

    private void workOn(Claim claim) {
        ProcessingResult result = null;
        String failure = "the processor returned nothing";
        try {
            result = Objects.requireNonNull(processors.get(claim.delivery().source()))
                    .process(claim.delivery());
        } catch (Throwable e) { // also a stack overflow: one bad delivery must not stop the others
            failure = Failures.describe(e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            if (result == null) {
                failed(claim, failure);
            } else if (result.deadLetterReason().isPresent()) {
                deadLetter(claim, result.deadLetterReason().get());
            } else {
                queue.done(claim);
            }
        } catch (LeaseLostException e) {
            LOG.warn("{} took longer than its lease, another took it over", claim.delivery());
        } catch (StorageException e) {
            LOG.error("The outcome of {} was not stored: {}", claim.delivery(), e.getMessage());
            if (!e.isTransient() && !e.isOutcomeUnknown()) {
                deadLetterAtLeast(claim);
            }
        }
    }

    /** The database would refuse this outcome each time; repeated for ever, it would keep later ones waiting. */
    private void deadLetterAtLeast(Claim claim) {
        try {
            deadLetter(claim, "what became of it could not be stored");
        } catch (LeaseLostException | StorageException e) {
            LOG.error("{} could not be made a dead letter, it is tried again: {}", claim.delivery(), e.getMessage());
        }
    }

    private void failed(Claim claim, String reason) {
        if (claim.delivery().attempts() >= settings.attempts()) {
            deadLetter(claim, reason);
            return;
        }
        Duration pause = settings.pauseAfter(claim.delivery().attempts());
        LOG.warn("{} failed, next try in {}: {}", claim.delivery(), pause, reason);
        queue.retry(claim, clock.instant().plus(pause), reason);
    }

    private void deadLetter(Claim claim, String reason) {
        queue.deadLetter(claim, reason);
        LOG.error("{} is a dead letter, a person has to look: {}", claim.delivery(), reason);
    }

    @Override
    public String toString() {
        return "InboxWorker" + processors.keySet();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final Inbox inbox;
        private final Map<String, DeliveryProcessor> processors = new HashMap<>();
        private Duration lease = Duration.ofMinutes(5);
        private Duration firstPause = Duration.ofSeconds(5);
        private Duration longestPause = Duration.ofHours(1);
        private int attempts = 30;
        private int threads = 2;
        private Duration poll = Duration.ofSeconds(1);

        private Builder(Inbox inbox) {
            this.inbox = inbox;
        }

        /** Sets the processor of a source's deliveries. */
        public Builder on(String source, DeliveryProcessor processor) {
            processors.put(Objects.requireNonNull(source), Objects.requireNonNull(processor));
            return this;
        }

        /**
         * How long a delivery is claimed by the thread that processes it: longer than the slowest processing plus the
         * difference between the clocks of the machines. Default: 5 minutes.
         */
        public Builder lease(Duration length) {
            if (length.isZero() || length.isNegative()) {
                throw new IllegalArgumentException("lease: " + length);
            }
            this.lease = length;
            return this;
        }

        /**
         * How often a failing delivery is tried before it becomes a dead letter, and the pauses in between: {@code
         * first}, then twice as long each time, up to {@code longest}. Default: 30 times, 5 seconds, 1 hour; together
         * about 20 hours.
         */
        public Builder retry(int most, Duration first, Duration longest) {
            if (most < 1 || first.isNegative() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("retry: " + most + ", " + first + ", " + longest);
            }
            this.attempts = most;
            this.firstPause = first;
            this.longestPause = longest;
            return this;
        }

        /** How many threads {@link InboxWorker#start} starts. Default: 2. */
        public Builder threads(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("threads: " + count);
            }
            this.threads = count;
            return this;
        }

        /** How often each thread looks for due deliveries. Default: every second. */
        public Builder poll(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("poll: " + interval);
            }
            this.poll = interval;
            return this;
        }

        /**
         * Builds the worker without starting it.
         *
         * @throws IllegalStateException if there is no processor
         */
        public InboxWorker build() {
            if (processors.isEmpty()) {
                throw new IllegalStateException("a worker needs a processor");
            }
            return new InboxWorker(this);
        }
    }
}
