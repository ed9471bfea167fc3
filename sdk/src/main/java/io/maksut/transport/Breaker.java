package io.maksut.transport;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Stops sending to a server that does not answer: resilience4j's circuit breaker on our clock. */
final class Breaker {
    private final CircuitBreaker breaker;

    Breaker(String name, BreakerSettings settings, TransportTime time) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindow(
                        settings.window(), settings.minimum(), CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(settings.failurePercent())
                .waitDurationInOpenState(settings.open())
                .permittedNumberOfCallsInHalfOpenState(settings.probes())
                .slowCallDurationThreshold(Duration.ofDays(1))
                .recordResult(healthy -> Boolean.FALSE.equals(healthy))
                .clock(new Forward(time))
                .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                .build();
        this.breaker = CircuitBreaker.of(name, config);
    }

    /** Calls the listener with true when the breaker opens, with false when it closes; half open counts as open. */
    void onChange(Consumer<Boolean> listener) {
        breaker.getEventPublisher().onStateTransition(event -> {
            boolean before = isOpen(event.getStateTransition().getFromState());
            boolean after = isOpen(event.getStateTransition().getToState());
            if (before != after) {
                listener.accept(after);
            }
        });
    }

    private static boolean isOpen(CircuitBreaker.State state) {
        return state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.HALF_OPEN;
    }

    /** Whether a request would be refused now. Takes no permit. */
    boolean refuses() {
        boolean refuses = !breaker.tryAcquirePermission();
        if (!refuses) {
            breaker.releasePermission();
        }
        return refuses;
    }

    /** Takes a permit to send; if it returns true, exactly one of {@link #left} and {@link #ended} must follow. */
    boolean enter() {
        return breaker.tryAcquirePermission();
    }

    /** Returns the permit without a result: nothing was sent, or this side stopped the request. */
    void left() {
        breaker.releasePermission();
    }

    void ended(Duration took, boolean healthy) {
        breaker.onResult(took.toNanos(), TimeUnit.NANOSECONDS, healthy);
    }

    /** resilience4j measures the open time on a {@code Clock}; this one follows the monotonic time. */
    private static final class Forward extends Clock {
        private final TransportTime time;

        Forward(TransportTime time) {
            this.time = time;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(time.nanoTime());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
