package io.maksut.transport;

import java.time.Duration;

/**
 * How often and how patiently a call is repeated, where repeating is safe at all. The wait before attempt n+1 is random
 * between zero and {@code base * 2^(n-1)}, at most {@code cap}; a Retry-After of the other side can only make it longer.
 *
 * @param attempts in all, at least 1; default 4
 * @param base default 200 ms
 * @param cap default 5 s
 */
public record RetrySettings(int attempts, Duration base, Duration cap) {
    /** {@link IllegalArgumentException} if there is no attempt, or a wait is not between 1 ms and an hour. */
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
