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

/** Stops asking a side that does not answer: resilience4j's circuit breaker on our clock. */
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

    /** Is told whenever it opens or closes; half open is open, until the probes have gone well. */
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

    /** Whether a call would be turned away now; takes nothing. */
    boolean refuses() {
        boolean refuses = !breaker.tryAcquirePermission();
        if (!refuses) {
            breaker.releasePermission();
        }
        return refuses;
    }

    /** Asks to send; if true, exactly one of {@link #left} and {@link #ended} must follow. */
    boolean enter() {
        return breaker.tryAcquirePermission();
    }

    /** Went in and sent nothing, or was called off: tells nothing about the other side. */
    void left() {
        breaker.releasePermission();
    }

    void ended(Duration took, boolean healthy) {
        breaker.onResult(took.toNanos(), TimeUnit.NANOSECONDS, healthy);
    }

    /** The breaker measures its open time on a clock; this one only goes forward. */
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
