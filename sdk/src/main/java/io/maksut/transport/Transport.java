package io.maksut.transport;

import io.maksut.observe.CallListener;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries calls to one gateway or shop account: java.net.http, with resilience4j's retry, circuit breaker and rate
 * limit. Make one per account and keep it: its connections, limits and breaker are shared by all calls. Thread-safe.
 *
 * <p>Each call ends with a certain outcome or says that the outcome is unknown. Once one attempt of a write may have
 * been carried out, only an accepted answer or a conclusive refusal is certain; everything else is {@link
 * io.maksut.error.OutcomeUnknownException}.
 *
 * <p>Java 17 keeps idle connections longer than some servers do; a call that meets a closed one is repeated where that
 * is safe. {@code -Djdk.httpclient.keepalive.timeout=20} (seconds, for the whole program) avoids this.
 */
public final class Transport implements AutoCloseable {
    private static final int BLOCKING_THREADS = 8;
    private static final int MOST_BLOCKING_WORK = 1_000;

    private final Shared shared;
    private final Duration defaultDeadline;
    private final boolean ownsClient;
    private final boolean ownsTime;

    private Transport(Builder builder) {
        HttpClient given = builder.httpClient;
        this.ownsClient = given == null;
        this.ownsTime = builder.time == null;
        Executor executor =
                given == null ? threads(builder.name) : given.executor().orElseGet(() -> threads(builder.name));
        this.shared = new Shared(
                new Shared.Settings(
                        builder.name,
                        builder.limits,
                        builder.breaker,
                        builder.retry,
                        builder.random,
                        builder.attemptTimeout,
                        builder.maxResponseBytes,
                        builder.redaction,
                        builder.listener),
                given == null ? ownClient(builder, executor) : given,
                new Scheduler(builder.time == null ? TransportTime.system() : builder.time, executor),
                fewThreads(builder.name));
        this.defaultDeadline = builder.defaultDeadline;
    }

    /** Starts a transport; {@code name} appears in logs and thread names. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Begins one operation, which may take several calls; its deadline runs from now. Calls are sent with {@link
     * CallContext#send} and awaited with {@link CallContext#await}.
     */
    public CallContext begin(CallSettings settings) {
        Duration timeout = settings.timeout() == null ? defaultDeadline : settings.timeout();
        return new CallContext(shared, new Deadline(shared.scheduler().time(), timeout), settings.headers());
    }

    /**
     * From now on, uses one part of the limits, which several processes divide.
     *
     * @param among how many processes there are, asked for each request; does not block. Less than 1 counts as 1
     */
    public void divideLimits(IntSupplier among) {
        shared.divideLimits(among);
    }

    /**
     * Stops all calls under way, each with its exception, and releases our own connections and timer; a client that was
     * passed in is left open. Calls made later are not sent.
     */
    @Override
    public void close() {
        HttpClient closing = shared.close();
        if (ownsTime) {
            shared.scheduler().time().close();
        }
        if (ownsClient && closing != null) {
            shutDown(closing);
        }
    }

    /** Java 21 and later can shut a client down; on 17 it ends when it is no longer reachable. */
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

    /** As many threads as a small database pool has connections; further work queues. */
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

    RequestLimiter limiter(Repeat repeat) {
        return shared.limiter(repeat);
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
         * Default: a client of our own, closed with the transport. A client passed in is not closed, and its own
         * connect timeout holds.
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

        /** Source of jitter. Default: {@link ThreadLocalRandom}. */
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

        /** Limit for establishing a connection, in a client of our own. Default: 10 s. */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = positive(value);
            return this;
        }

        /** Certificates that a client of our own trusts. Default: those that the JVM trusts. */
        public Builder trust(SSLContext value) {
            this.trust = value;
            return this;
        }

        /**
         * HTTP version of a client of our own. Default: HTTP/2 where the server speaks it. Plain HTTP is always
         * HTTP/1.1.
         */
        public Builder version(HttpClient.Version value) {
            this.version = value;
            return this;
        }

        /** Limit for one attempt and the whole of its answer. Default: 20 s. */
        public Builder attemptTimeout(Duration value) {
            this.attemptTimeout = positive(value);
            return this;
        }

        /** Limit for an operation with all calls, attempts and waits, unless the caller sets one. Default: 60 s. */
        public Builder defaultDeadline(Duration value) {
            this.defaultDeadline = positive(value);
            return this;
        }

        /** The largest body of an answer that is accepted. Default: 8 MiB. */
        public Builder maxResponseBytes(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("at least 1 byte");
            }
            this.maxResponseBytes = value;
            return this;
        }

        /** Redacts the server's texts. Default: {@link Redaction#standard()}. */
        public Builder redaction(Redaction value) {
            this.redaction = value;
            return this;
        }

        /** Receives the events of calls and of the circuit breaker. Default: none. */
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
