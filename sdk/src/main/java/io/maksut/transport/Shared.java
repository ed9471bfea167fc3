package io.maksut.transport;

import io.maksut.error.CallReport;
import io.maksut.observe.CallEnded;
import io.maksut.observe.CallListener;
import io.maksut.observe.CorrelationId;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all calls of one transport share: connections, limits, breaker, time and listener. Thread-safe. */
final class Shared {
    /** Logs under the name of the public class. */
    static final Logger LOG = LoggerFactory.getLogger("io.maksut.transport.Transport");

    private final Settings settings;
    private final Scheduler scheduler;
    private final RequestLimiter reads;
    private final RequestLimiter writes;
    private final Breaker breaker;
    private final RetryPolicy retryPolicy;
    private final Executor blocking;
    private final Set<Stoppable> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable HttpClient client;

    /** The transport's settings. */
    record Settings(
            String name,
            LimitSettings limits,
            BreakerSettings breaker,
            RetrySettings retry,
            RandomGenerator random,
            Duration attemptTimeout,
            int maxResponseBytes,
            Redaction redaction,
            @Nullable CallListener listener) {}

    /** Something under way that can be ended early. */
    @FunctionalInterface
    interface Stoppable {
        /** Ends it at once, with what is certain then. Does nothing if it is over. */
        void stop(String why);
    }

    Shared(Settings settings, HttpClient client, Scheduler scheduler, Executor blocking) {
        this.settings = settings;
        this.client = client;
        this.scheduler = scheduler;
        this.blocking = blocking;
        String name = settings.name;
        LimitSettings limits = settings.limits;
        this.reads = new RequestLimiter(name + " reads", limits.readsPerSecond(), limits.concurrentReads(), scheduler);
        this.writes =
                new RequestLimiter(name + " writes", limits.writesPerSecond(), limits.concurrentWrites(), scheduler);
        this.breaker = new Breaker(name, settings.breaker, scheduler.time());
        this.retryPolicy = new RetryPolicy(name, settings.retry, settings.random, scheduler.time());
        if (settings.listener != null) {
            breaker.onChange(open -> told(it -> it.breakerChanged(name, open)));
        }
    }

    String name() {
        return settings.name;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    RequestLimiter limiter(Repeat repeat) {
        return repeat.writes() ? writes : reads;
    }

    /** Divides both limits from now on. */
    void divideLimits(IntSupplier among) {
        reads.divide(among);
        writes.divide(among);
    }

    Breaker breaker() {
        return breaker;
    }

    RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    Redaction redaction() {
        return settings.redaction;
    }

    /** Runs work that blocks. */
    Executor blocking() {
        return blocking;
    }

    Exchange exchange(Call call, Request request, Map<String, String> headers, Duration remaining) {
        HttpClient open = client;
        if (open == null) {
            throw new IllegalStateException("closed");
        }
        return Exchange.start(
                open,
                request,
                headers,
                call.repeat() == Repeat.ONCE,
                Deadline.shorter(settings.attemptTimeout, remaining),
                settings.maxResponseBytes,
                scheduler);
    }

    void started(Stoppable one) {
        underWay.add(one);
        if (client == null) {
            one.stop("the client was closed");
        }
    }

    void ended(Stoppable one) {
        underWay.remove(one);
    }

    void ended(CallReport report, @Nullable Throwable failure, Duration took, @Nullable CorrelationId correlationId) {
        told(it -> it.ended(new CallEnded(name(), report, CallEnded.Ending.of(failure), took, correlationId)));
    }

    /** An exception of the listener is logged and does not reach the call. */
    private void told(Consumer<CallListener> event) {
        CallListener listener = settings.listener;
        if (listener == null) {
            return;
        }
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a listener failed: {}", name(), e.getClass().getName());
        }
    }

    /** Stops what is under way and refuses what begins later. Returns the HTTP client, which its owner closes. */
    @Nullable
    HttpClient close() {
        HttpClient closing = client;
        client = null;
        underWay.forEach(one -> one.stop("the client was closed"));
        return closing;
    }
}
