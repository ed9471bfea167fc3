package io.maksut.transport;

import io.maksut.error.CallReport;
import io.maksut.observe.CallEnded;
import io.maksut.observe.CallListener;
import io.maksut.observe.CorrelationId;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all calls of one transport have in common: connections, limits, breaker, time, and who is told. Thread-safe. */
final class Shared {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final String name;
    private final Waits waits;
    private final Gate reads;
    private final Gate writes;
    private final Breaker breaker;
    private final Repetition repetition;
    private final Redaction redaction;
    private final @Nullable CallListener listener;
    private final Duration attemptTimeout;
    private final int maxResponseBytes;
    private final Executor blocking;
    private final Set<Stoppable> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable HttpClient client;

    /** Something that is under way and may be ended early. */
    @FunctionalInterface
    interface Stoppable {
        /** Ends it at once, with what is certain. Does nothing if it is over. */
        void stop(String why);
    }

    Shared(Transport.Builder settings, HttpClient client, Waits waits, Executor blocking) {
        this.name = settings.name;
        this.client = client;
        this.waits = waits;
        this.blocking = blocking;
        LimitSettings limits = settings.limits;
        this.reads = new Gate(name + " reads", limits.readsPerSecond(), limits.concurrentReads(), waits);
        this.writes = new Gate(name + " writes", limits.writesPerSecond(), limits.concurrentWrites(), waits);
        this.breaker = new Breaker(name, settings.breaker, waits.time());
        this.repetition = new Repetition(name, settings.retry, settings.random, waits.time());
        this.redaction = settings.redaction;
        this.attemptTimeout = settings.attemptTimeout;
        this.maxResponseBytes = settings.maxResponseBytes;
        this.listener = settings.listener;
        if (listener != null) {
            breaker.onChange(open -> told(it -> it.breakerChanged(name, open)));
        }
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

    /** Both limits, from now on. */
    void divideLimits(IntSupplier among) {
        reads.divide(among);
        writes.divide(among);
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

    /** For work that blocks. */
    Executor blocking() {
        return blocking;
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
        told(it -> it.ended(new CallEnded(name, report, CallEnded.Ending.of(failure), took, correlationId)));
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

    /** Ends what is under way and lets nothing more begin; the client, which is closed by whoever it belongs to. */
    @Nullable
    HttpClient close() {
        HttpClient closing = client;
        client = null;
        underWay.forEach(one -> one.stop("the client was closed"));
        return closing;
    }
}
