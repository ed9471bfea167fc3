package io.maksut.transport;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may choose for one operation.
 *
 * @param timeout total time over all calls, attempts, waits and bodies; null for the transport's default
 * @param headers extra headers for every request; authentication, content and idempotency key cannot be set
 */
public record CallSettings(@Nullable Duration timeout, Map<String, String> headers) {
    private static final CallSettings DEFAULTS = new CallSettings(null, Map.of());

    /** @throws IllegalArgumentException if the timeout is not positive or a header is not allowed */
    public CallSettings {
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("a timeout is positive");
        }
        headers = Headers.checkedPerCall(headers);
    }

    /** The transport's default timeout, no extra header. */
    public static CallSettings defaults() {
        return DEFAULTS;
    }

    /** Shows the names of the headers only, not their values. */
    @Override
    public String toString() {
        return "timeout " + (timeout == null ? "default" : timeout) + ", headers " + headers.keySet();
    }
}
