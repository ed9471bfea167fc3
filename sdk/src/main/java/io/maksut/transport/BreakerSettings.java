package io.maksut.transport;

import java.time.Duration;

/**
 * When a client stops sending to a server that does not answer. HTTP 5xx, timeouts and broken connections count as
 * failures; every other answer, 429 too, counts as healthy.
 *
 * @param window how many of the latest attempts count; default 20
 * @param minimum how many attempts are needed before the breaker may open; default 10
 * @param failurePercent the share of failures at which it opens; default 50
 * @param open how long nothing is sent; default 30 s
 * @param probes how many attempts then test whether the server answers again; default 3
 */
public record BreakerSettings(int window, int minimum, int failurePercent, Duration open, int probes) {
    /** {@link IllegalArgumentException} if a number is not positive or the share above 100. */
    public BreakerSettings {
        if (window < 1 || minimum < 1 || minimum > window || probes < 1) {
            throw new IllegalArgumentException("1 <= minimum <= window, probes at least 1");
        }
        if (failurePercent < 1 || failurePercent > 100 || open.toMillis() < 1) {
            throw new IllegalArgumentException("failurePercent: 1 to 100; open: at least 1 ms");
        }
    }

    /** 20, 10, 50 %, 30 s, 3. */
    public static BreakerSettings defaults() {
        return new BreakerSettings(20, 10, 50, Duration.ofSeconds(30), 3);
    }
}
