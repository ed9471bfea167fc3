package io.maksut.transport;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.observe.CallEnded;
import io.maksut.observe.CallListener;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries calls to one gateway or shop account: java.net.http, with resilience4j's retry, circuit breaker and rate limit.
 * Make one per account and keep it: its connections, limits and breaker are shared by all calls. Thread-safe.
 *
 * <p>What a call comes to is certain or said to be uncertain. Once one attempt of a write may have been carried out, only
 * an accepted answer or a conclusive refusal ends it with certainty; everything else is
 * {@link io.maksut.error.OutcomeUnknownException}.
 *
 * <p>On Java 17 idle connections are kept longer than some servers do; a call that meets a closed one is repeated where
 * that is safe. {@code -Djdk.httpclient.keepalive.timeout=20} (seconds, for the whole program) avoids the meeting.
 */
public final class Transport implements AutoCloseable {
    private static final int BLOCKING_THREADS = 8;
    private static final int MOST_BLOCKING_WORK = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final String name;
    private final boolean ownsClient;
    private final boolean ownsTime;
    private final Waits waits;
    private final Gate reads;
    private final Gate writes;
    private final Breaker breaker;
    private final Repetition repetition;
    private final Redaction redaction;
    private final @Nullable CallListener listener;
    private final Duration attemptTimeout;
    private final Duration defaultDeadline;
    private final int maxResponseBytes;
    private final Set<Delivery> underWay = ConcurrentHashMap.newKeySet();
    private final Executor blocking;
    private final Set<Runnable> blockingUnderWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable HttpClient client;

    private Transport(Builder builder) {
        this.name = builder.name;
        this.ownsClient = builder.httpClient == null;
        this.ownsTime = builder.time == null;
        TransportTime time = builder.time == null ? TransportTime.system() : builder.time;
        Executor executor = builder.httpClient == null
                ? threads(name)
                : builder.httpClient.executor().orElseGet(() -> threads(name));
        this.client = builder.httpClient == null ? ownClient(builder, executor) : builder.httpClient;
        this.waits = new Waits(time, executor);
        this.blocking = fewThreads(name);
        LimitSettings limits = builder.limits;
        this.reads = new Gate(name + " reads", limits.readsPerSecond(), limits.concurrentReads(), waits);
        this.writes = new Gate(name + " writes", limits.writesPerSecond(), limits.concurrentWrites(), waits);
        this.listener = builder.listener;
        this.breaker = new Breaker(name, builder.breaker, time);
        if (listener != null) {
            breaker.onChange(open -> told(it -> it.breakerChanged(name, open)));
        }
        this.repetition = new Repetition(name, builder.retry, builder.random, time);
        this.redaction = builder.redaction;
        this.attemptTimeout = builder.attemptTimeout;
        this.defaultDeadline = builder.defaultDeadline;
        this.maxResponseBytes = builder.maxResponseBytes;
    }

    /** Starts a transport; {@code name} appears in logs and thread names. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Starts the deadline of one operation, which may be several calls. */
    public CallContext begin(CallSettings settings) {
        Duration timeout = settings.timeout() == null ? defaultDeadline : settings.timeout();
        return new CallContext(new Deadline(waits.time(), timeout), settings.headers());
    }

    /**
     * Carries out one call. Never blocks and never throws for what happens on the way: the future completes with the
     * accepted answer or with a {@link MaksutException}, at the latest when the deadline has passed. Cancelling it cancels
     * the context.
     */
    public CompletableFuture<Answer> send(Call call, CallContext context) {
        return new Delivery(this, call, context).start();
    }

    /**
     * Does work that blocks, such as a database's, on a thread of our own and not the caller's. The future ends at the latest
     * when the deadline has passed or the operation is cancelled; the work, whose result is then dropped, ends when it ends.
     *
     * @param operation names it in the exception: {@link GatewayUnavailableException}, where it is not done in time
     */
    public <T> CompletableFuture<T> offCaller(Supplier<T> work, CallContext context, String operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable cancelled = () -> result.completeExceptionally(notDone("it was cancelled", operation));
        Cancellable alarm = waits.alarm(
                context.remaining(),
                () -> result.completeExceptionally(notDone("it was not done before the deadline", operation)));
        context.onCancel(cancelled);
        Runnable closed = () -> result.completeExceptionally(notDone("the client was closed", operation));
        blockingUnderWay.add(closed);
        CompletableFuture<T> unused = result.whenComplete((value, failure) -> {
            alarm.cancel();
            context.noMore(cancelled);
            blockingUnderWay.remove(closed);
        });
        try {
            blocking.execute(() -> {
                if (!result.isDone()) {
                    complete(result, work);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(notDone("too many wait for the same", operation));
        }
        return context.stopsWith(result);
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error e) { // whoever waits for the result is told, whatever it is
            result.completeExceptionally(e);
        }
    }

    private static GatewayUnavailableException notDone(String why, String operation) {
        return new GatewayUnavailableException(why, CallReport.notSent(operation, null));
    }

    /**
     * Waits for a future of this transport, or one derived from it. On interrupt, cancels the context, waits for the end
     * that this brings about, and keeps the interrupt flag set.
     *
     * @throws MaksutException with the stack of the caller, if the future failed with one
     */
    public static <T> T await(CompletableFuture<T> future, CallContext context) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                    context.cancel();
                }
            }
        } catch (ExecutionException failure) {
            throw unwrapped(failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException failure) {
        Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
        if (cause instanceof MaksutException ours) {
            // The stack of the thread that found out says nothing; that of the caller does.
            ours.fillInStackTrace();
            return ours;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    /**
     * Ends all calls under way, each with its exception, and lets go of connections and threads of our own; those of a
     * client that was passed in are left alone. Calls made later are not sent.
     */
    @Override
    public void close() {
        HttpClient closing = client;
        client = null;
        underWay.forEach(delivery -> delivery.stop("the client was closed"));
        blockingUnderWay.forEach(Runnable::run);
        if (ownsTime) {
            waits.time().close();
        }
        if (ownsClient && closing != null) {
            shutDown(closing);
        }
    }

    /** Java 21 and later can; on 17 the client ends when it is no longer reachable. */
    private static void shutDown(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException java17) {
            return;
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static HttpClient ownClient(Builder builder, Executor executor) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(builder.connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(builder.version)
                .executor(executor);
        if (builder.trust != null) {
            client.sslContext(builder.trust);
        }
        return client.build();
    }

    /** Daemon threads that end when idle. */
    private static Executor threads(String name) {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "maksut-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** As many as a small pool of connections serves; the rest waits in line. */
    private static Executor fewThreads(String name) {
        ThreadPoolExecutor few = new ThreadPoolExecutor(
                BLOCKING_THREADS,
                BLOCKING_THREADS,
                5,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_BLOCKING_WORK),
                task -> {
                    Thread thread = new Thread(task, "maksut-" + name + "-blocking");
                    thread.setDaemon(true);
                    return thread;
                });
        few.allowCoreThreadTimeOut(true);
        return few;
    }

    String name() {
        return name;
    }

    Waits waits() {
        return waits;
    }

    Gate gate(Repeat repeat) {
        return repeat.writes() ? writes : reads;
    }

    Breaker breaker() {
        return breaker;
    }

    Repetition repetition() {
        return repetition;
    }

    Redaction redaction() {
        return redaction;
    }

    Exchange exchange(Call call, Request request, CallContext context) {
        HttpClient open = client;
        if (open == null) {
            throw new IllegalStateException("closed");
        }
        return Exchange.start(
                open,
                request,
                context.headers(),
                call.repeat() == Repeat.ONCE,
                Deadline.shorter(attemptTimeout, context.remaining()),
                maxResponseBytes,
                waits);
    }

    /** A listener that throws harms nobody else. */
    private void told(Consumer<CallListener> event) {
        if (listener == null) {
            return;
        }
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a listener failed: {}", name, e.getClass().getName());
        }
    }

    void ended(CallReport report, @Nullable Throwable failure, Duration took) {
        told(it -> it.ended(new CallEnded(name, report, CallEnded.Ending.of(failure), took)));
    }

    void started(Delivery delivery) {
        underWay.add(delivery);
        if (client == null) {
            delivery.stop("the client was closed");
        }
    }

    void ended(Delivery delivery) {
        underWay.remove(delivery);
    }

    /** Collects a transport. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private @Nullable HttpClient httpClient;
        private @Nullable TransportTime time;
        private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        private RetrySettings retry = RetrySettings.defaults();
        private LimitSettings limits = LimitSettings.defaults();
        private BreakerSettings breaker = BreakerSettings.defaults();
        private HttpClient.Version version = HttpClient.Version.HTTP_2;
        private @Nullable SSLContext trust;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration attemptTimeout = Duration.ofSeconds(20);
        private Duration defaultDeadline = Duration.ofSeconds(60);
        private int maxResponseBytes = 8 * 1024 * 1024;
        private Redaction redaction = Redaction.standard();
        private @Nullable CallListener listener;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Default: one of our own, closed with the transport. A client passed in is not closed; set its connect timeout
         * yourself.
         *
         * @throws IllegalArgumentException if it follows redirects
         */
        public Builder httpClient(HttpClient value) {
            if (value.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException(
                        "redirects are never followed: they could repeat a payment elsewhere");
            }
            this.httpClient = value;
            return this;
        }

        /** Default: {@link TransportTime#system()}. A time passed in is not closed. */
        public Builder time(TransportTime value) {
            this.time = value;
            return this;
        }

        /** For jitter. Default: {@link ThreadLocalRandom}. */
        public Builder random(RandomGenerator value) {
            this.random = value;
            return this;
        }

        /** Default: {@link RetrySettings#defaults()}. */
        public Builder retry(RetrySettings value) {
            this.retry = value;
            return this;
        }

        /** Default: {@link LimitSettings#defaults()}. */
        public Builder limits(LimitSettings value) {
            this.limits = value;
            return this;
        }

        /** Default: {@link BreakerSettings#defaults()}. */
        public Builder breaker(BreakerSettings value) {
            this.breaker = value;
            return this;
        }

        /** To establish a connection, in a client of our own. Default: 10 s. */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = positive(value);
            return this;
        }

        /** Whom a client of our own trusts, for servers with certificates of their own. Default: whom the JVM trusts. */
        public Builder trust(SSLContext value) {
            this.trust = value;
            return this;
        }

        /**
         * What a client of our own speaks. Default: HTTP/2 where the server does. Over plain HTTP the JDK's client then asks
         * for an upgrade, which some servers do not understand.
         */
        public Builder version(HttpClient.Version value) {
            this.version = value;
            return this;
        }

        /** For one request and the whole of its answer. Default: 20 s. */
        public Builder attemptTimeout(Duration value) {
            this.attemptTimeout = positive(value);
            return this;
        }

        /** For a whole operation with all its calls, attempts and waits, unless the caller sets one. Default: 60 s. */
        public Builder defaultDeadline(Duration value) {
            this.defaultDeadline = positive(value);
            return this;
        }

        /** The largest body that is taken in. Default: 8 MiB. */
        public Builder maxResponseBytes(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("at least 1 byte");
            }
            this.maxResponseBytes = value;
            return this;
        }

        /** What is taken out of texts of the other side. Default: {@link Redaction#standard()}. */
        public Builder redaction(Redaction value) {
            this.redaction = value;
            return this;
        }

        /** Is told of every call. Default: nobody. */
        public Builder listener(@Nullable CallListener value) {
            this.listener = value;
            return this;
        }

        public Transport build() {
            return new Transport(this);
        }

        private static Duration positive(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("a duration is positive");
            }
            return value;
        }
    }
}
