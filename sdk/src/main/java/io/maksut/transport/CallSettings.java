package io.maksut.transport;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may choose for one operation.
 *
 * @param timeout total time over all calls, attempts, waits and bodies; null for the client's default
 * @param headers extra headers for every request; may not touch authentication, content or the idempotency key
 */
public record CallSettings(@Nullable Duration timeout, Map<String, String> headers) {
    private static final CallSettings DEFAULTS = new CallSettings(null, Map.of());

    /** Checks and copies. {@link IllegalArgumentException} if the timeout is not positive or a header not allowed. */
    public CallSettings {
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("a timeout is positive");
        }
        headers = Headers.checkedPerCall(headers);
    }

    /** The client's default timeout, no extra header. */
    public static CallSettings defaults() {
        return DEFAULTS;
    }

    /** Shows the names of the headers only. */
    @Override
    public String toString() {
        return "timeout " + (timeout == null ? "default" : timeout) + ", headers " + headers.keySet();
    }
}
