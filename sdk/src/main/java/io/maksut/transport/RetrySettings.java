package io.maksut.transport;

import java.time.Duration;

/**
 * How often a call is repeated, where repeating is safe, and how long it waits. The wait before attempt n+1 is random
 * between zero and {@code base * 2^(n-1)}, at most {@code cap}; a Retry-After of the server can only make it longer.
 *
 * @param attempts in all, at least 1; default 4
 * @param base the first wait at most; default 200 ms
 * @param cap any wait at most; default 5 s
 */
public record RetrySettings(int attempts, Duration base, Duration cap) {
    /** @throws IllegalArgumentException if attempts are not 1 to 100, or a wait is not from 1 ms to an hour */
    public RetrySettings {
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts: 1 to 100");
        }
        if (base.toMillis() < 1 || cap.compareTo(base) < 0 || cap.toHours() > 1) {
            throw new IllegalArgumentException("waits: base at least 1 ms, cap from base to one hour");
        }
    }

    /** 4 attempts, 200 ms, 5 s. */
    public static RetrySettings defaults() {
        return new RetrySettings(4, Duration.ofMillis(200), Duration.ofSeconds(5));
    }
}
