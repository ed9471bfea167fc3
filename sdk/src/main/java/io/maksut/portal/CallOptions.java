package io.maksut.portal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options of one call. Each {@code with...} method returns a changed copy. Immutable and thread-safe.
 *
 * <pre>{@code
 * portal.capture(id, amount, CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(10)));
 * }</pre>
 */
public final class CallOptions {
    /** The portal's own timeout, a new idempotency key, no extra headers. */
    public static final CallOptions DEFAULT = new CallOptions(null, null, Map.of());

    private static final int LONGEST_KEY = 128;

    private final @Nullable Duration timeout;
    private final @Nullable String idempotencyKey;
    private final Map<String, String> headers;

    private CallOptions(@Nullable Duration timeout, @Nullable String idempotencyKey, Map<String, String> headers) {
        this.timeout = timeout;
        this.idempotencyKey = idempotencyKey;
        this.headers = headers;
    }

    /**
     * The time that the whole call may take: all attempts, all waits and all bytes of the last answer.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public CallOptions withTimeout(Duration wholeCall) {
        if (wholeCall.isNegative() || wholeCall.isZero()) {
            throw new IllegalArgumentException("a timeout must be positive");
        }
        return new CallOptions(wholeCall, idempotencyKey, headers);
    }

    /**
     * The key that names this logical call at gateways that know idempotency keys. A caller who stores it before
     * calling can repeat the call after a crash without a second effect. Without this option a random key is made for
     * each call.
     *
     * @throws IllegalArgumentException unless it has 1 to 128 characters out of letters, digits, {@code . _ - :}
     */
    public CallOptions withIdempotencyKey(String key) {
        if (key.length() > LONGEST_KEY || !key.matches("[A-Za-z0-9._:-]+")) {
            throw new IllegalArgumentException("an idempotency key has 1 to 128 characters of A-Z a-z 0-9 . _ : -");
        }
        return new CallOptions(timeout, key, headers);
    }

    /** One more header on every request of the call. Credentials and content headers cannot be replaced by it. */
    public CallOptions withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(Objects.requireNonNull(name), Objects.requireNonNull(value));
        return new CallOptions(timeout, idempotencyKey, Map.copyOf(more));
    }

    /** Empty if the portal's own timeout holds. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Empty if a new key is made for each call. */
    public Optional<String> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /** Extra headers, by name. */
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public String toString() {
        return "CallOptions[timeout=" + timeout + ", idempotencyKey=" + idempotencyKey + ", headers=" + headers.keySet()
                + "]";
    }
}
