package io.maksut.observe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the current thread works for. While it is open its values stand in SLF4J's MDC under the keys of {@link LogKey}, calls to
 * gateways and shops carry them along, also on threads of the HTTP client, and what is begun takes the correlation id over.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * try (LogContext.Scope scope = LogContext.of(CorrelationId.orRandom(request.header("X-Request-Id"))).open()) {
 *     sync.request("shop", refund);
 * }
 * }</pre>
 *
 * <p>One context is open on a thread at a time: an inner one replaces the outer one and all its keys until it is closed. What a
 * program hands to a thread of its own opens it there.
 */
public final class LogContext {
    /** Nothing is known. */
    public static final LogContext EMPTY = new LogContext(Map.of());

    /** Not the MDC: what is stored must not depend on the logging backend. */
    private static final ThreadLocal<LogContext> CURRENT = new ThreadLocal<>();

    private final Map<LogKey, String> values;

    private LogContext(Map<LogKey, String> values) {
        this.values = values;
    }

    /** Until it is closed, once, by the thread that opened it. */
    public interface Scope extends AutoCloseable {
        /** What was open before is open again. */
        @Override
        void close();
    }

    /** Of a request. */
    public static LogContext of(CorrelationId id) {
        return EMPTY.with(LogKey.CORRELATION_ID, id.value());
    }

    /** That which is open on this thread; {@link #EMPTY} if none is. */
    public static LogContext current() {
        LogContext open = CURRENT.get();
        return open == null ? EMPTY : open;
    }

    /**
     * The same and this.
     *
     * @throws IllegalArgumentException if it is to be a correlation id and is none
     */
    public LogContext with(LogKey key, String value) {
        Map<LogKey, String> more = new EnumMap<>(LogKey.class);
        more.putAll(values);
        more.put(key, key == LogKey.CORRELATION_ID ? new CorrelationId(value).value() : value);
        return new LogContext(Collections.unmodifiableMap(more));
    }

    /** What is known under this key. */
    public Optional<String> value(LogKey key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Of the request that the work comes of. */
    public Optional<CorrelationId> correlationId() {
        return value(LogKey.CORRELATION_ID).map(CorrelationId::new);
    }

    /** Opens it on this thread. */
    public Scope open() {
        LogContext before = current();
        before.replaceBy(this);
        return () -> replaceBy(before);
    }

    /** Does this while it is open. */
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        Scope scope = open();
        try {
            return work.get();
        } finally {
            scope.close();
        }
    }

    /** As {@link #call}. */
    public void run(Runnable work) {
        Scope scope = open();
        try {
            work.run();
        } finally {
            scope.close();
        }
    }

    private void replaceBy(LogContext next) {
        if (next == this && this != EMPTY) {
            return;
        }
        if (next == EMPTY) {
            CURRENT.remove();
        } else {
            CURRENT.set(next);
        }
        for (LogKey key : LogKey.values()) {
            String value = next.values.get(key);
            if (value != null) {
                MDC.put(key.key(), value);
            } else {
                // Also what an MDC has inherited from the thread that made this one.
                MDC.remove(key.key());
            }
        }
    }

    @Override
    public String toString() {
        return "LogContext" + values;
    }
}
