package io.maksut.index;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.storage.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads payments of a {@link PaymentIndex} again that wait for somebody to act and of which nothing was heard
 * ({@link io.maksut.payment.AllowedActions#readAgainAt}), so that a lost callback leaves no payment waiting for ever. When each is
 * due is in the index; any number of workers, here and on other machines, share it, and each payment that is due is read by
 * one of them. What a worker was at when it died is due again a step later.
 *
 * <pre>{@code
 * UnfinishedPayments worker = UnfinishedPayments.builder(Clock.systemUTC())
 *         .gateway(everypay, index)
 *         .build();
 * worker.start();
 * }</pre>
 *
 * <p>Only what the index has seen is read: show it the payments that are created, or give the portal the index. Thread-safe.
 */
public final class UnfinishedPayments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedPayments.class);

    private final List<Account> accounts;
    private final Clock clock;
    private final Duration poll;
    private final int perMinute;
    private final Consumer<Payment> listener;
    private final Object round = new Object();
    private @Nullable ScheduledExecutorService thread;
    private volatile boolean closed;
    private volatile UnfinishedHealth health = new UnfinishedHealth(null, 0, 0, 0, null);

    private UnfinishedPayments(Builder from) {
        this.accounts = List.copyOf(from.accounts);
        this.clock = from.clock;
        this.poll = from.poll;
        this.perMinute = from.perMinute;
        this.listener = from.listener;
    }

    /** One account at least is required. {@code clock} says what is due. */
    public static Builder builder(Clock clock) {
        return new Builder(clock);
    }

    /** An account, and how many of its payments were read in the minute that began at {@code minute}. */
    private static final class Account {
        private final AccountIndex index;
        private final Function<PaymentId, Payment> gateway;
        private Instant minute = Instant.MIN;
        private int read;

        private Account(AccountIndex index, Function<PaymentId, Payment> gateway) {
            this.index = index;
            this.gateway = gateway;
        }

        private int allowed(Instant now, int perMinute) {
            if (minute.equals(Instant.MIN) || !now.isBefore(minute.plusSeconds(60)) || now.isBefore(minute)) {
                minute = now;
                read = 0;
            }
            return perMinute - read;
        }
    }

    /**
     * Begins to work in a thread of its own.
     *
     * @throws IllegalStateException if it has begun already
     */
    public synchronized void start() {
        if (thread != null || closed) {
            throw new IllegalStateException("a worker starts once");
        }
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "maksut-unfinished");
            daemon.setDaemon(true);
            return daemon;
        });
        var unused = thread.scheduleWithFixedDelay(this::workOffSafely, 0, poll.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes up nothing new, and waits half a minute at most for the payment that is being read. */
    @Override
    public void close() {
        closed = true;
        ScheduledExecutorService running;
        synchronized (this) {
            running = thread;
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
     * Reads, on the calling thread, what is due now, the accounts in turn, no more of one account than its rate allows. A
     * payment that cannot be read is due again a step later; of an account whose gateway does not answer the others wait for
     * the next round.
     *
     * @return how many payments were read
     * @throws io.maksut.error.DatabaseException if the index fails
     */
    public int workOff() {
        synchronized (round) {
            return oneRound();
        }
    }

    private int oneRound() {
        Instant now = clock.instant();
        int read = 0;
        int failed = 0;
        long left = 0;
        for (Account account : accounts) {
            for (String reference : account.index.due(now, Math.max(0, account.allowed(now, perMinute)))) {
                if (closed) {
                    break;
                }
                Optional<PaymentId> claimed = account.index.claimDue(reference, now);
                if (claimed.isEmpty()) {
                    continue;
                }
                account.read++;
                Result result = read(account, claimed.get());
                read += result == Result.READ ? 1 : 0;
                failed += result == Result.READ ? 0 : 1;
                if (result == Result.NO_ANSWER) {
                    break;
                }
            }
            left += account.index.countDue(now).due();
        }
        health = health.after(now, read, failed, left);
        return read;
    }

    private enum Result {
        READ,
        /** The gateway says something of this payment that is no payment. */
        NOT_READABLE,
        /** It concerns every payment of the account. */
        NO_ANSWER
    }

    private Result read(Account account, PaymentId id) {
        try {
            Payment fresh = account.gateway.apply(id);
            account.index.seen(fresh);
            listener.accept(account.index.find(id).map(IndexedPayment::payment).orElse(fresh));
            return Result.READ;
        } catch (AuthenticationException | RateLimitedException e) {
            LOG.warn("{} could not be read again: {}", id, e.getMessage());
            return Result.NO_ANSWER;
        } catch (GatewayRefusedException | MalformedAnswerException e) {
            LOG.warn("{} could not be read again: {}", id, e.getMessage());
            return Result.NOT_READABLE;
        } catch (StorageException e) {
            throw e;
        } catch (MaksutException e) {
            LOG.warn("{} could not be read again: {}", id, e.getMessage());
            return Result.NO_ANSWER;
        } catch (RuntimeException e) { // of the listener, or of a reading function that is not a portal's
            LOG.error("{} could not be read again: {}", id, e.getClass().getName());
            return Result.NOT_READABLE;
        }
    }

    /** A task that throws is never run again. */
    private void workOffSafely() {
        try {
            int unused = workOff();
        } catch (StorageException e) {
            health = health.failed(clock.instant());
            LOG.error("The index of payments failed: {}", e.getMessage());
        } catch (RuntimeException e) {
            health = health.failed(clock.instant());
            LOG.error("The worker failed: {}", e.getClass().getName());
        }
    }

    /**
     * What is due now, counted in the index: it grows while no worker reads, here or on another machine.
     *
     * @throws io.maksut.error.DatabaseException if the index fails
     */
    public UnfinishedCounts counts() {
        Instant now = clock.instant();
        long due = 0;
        Instant oldest = null;
        for (Account account : accounts) {
            UnfinishedCounts of = account.index.countDue(now);
            Instant first = of.oldestDue();
            due += of.due();
            oldest = oldest == null || (first != null && first.isBefore(oldest)) ? first : oldest;
        }
        return new UnfinishedCounts(due, oldest);
    }

    /** How it went until now. */
    public UnfinishedHealth health() {
        return health;
    }

    @Override
    public String toString() {
        return "UnfinishedPayments"
                + accounts.stream().map(it -> it.index.name()).toList();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final List<Account> accounts = new ArrayList<>();
        private final Clock clock;
        private Duration poll = Duration.ofSeconds(20);
        private int perMinute = 60;
        private Consumer<Payment> listener = payment -> {};

        private Builder(Clock clock) {
            this.clock = Objects.requireNonNull(clock);
        }

        /**
         * An account of which unfinished payments are read.
         *
         * @param gateway reads a payment afresh, {@code portal::payment} say
         */
        public Builder account(AccountIndex index, Function<PaymentId, Payment> gateway) {
            accounts.add(new Account(Objects.requireNonNull(index), Objects.requireNonNull(gateway)));
            return this;
        }

        /** As {@link #account}, for a gateway's account. */
        public Builder gateway(PaymentGateway gateway, PaymentIndex index) {
            return account(index.account(gateway), Portal.over(gateway)::payment);
        }

        /** Is told each payment that was read, as the index then has it, on the worker's thread. Default: nobody. */
        public Builder listener(Consumer<Payment> told) {
            this.listener = Objects.requireNonNull(told);
            return this;
        }

        /** How many payments of an account are read in a minute at most, by this worker. Default: 60. */
        public Builder perMinute(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("perMinute: " + most);
            }
            this.perMinute = most;
            return this;
        }

        /** How often its thread looks for what is due. Default: every 20 seconds. */
        public Builder poll(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("poll: " + interval);
            }
            this.poll = interval;
            return this;
        }

        /**
         * The worker, not started.
         *
         * @throws IllegalStateException if there is no account
         */
        public UnfinishedPayments build() {
            if (accounts.isEmpty()) {
                throw new IllegalStateException("a worker needs an account");
            }
            return new UnfinishedPayments(this);
        }
    }
}
