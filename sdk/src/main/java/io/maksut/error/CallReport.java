package io.maksut.error;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one logical call, over all its attempts: what a merchant's support or the gateway's support asks for.
 *
 * <p>Holds no credential, no personal data and no body. Immutable and thread-safe.
 */
public final class CallReport implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final int attempts;
    private final @Nullable String idempotencyKey;
    private final @Nullable String requestId;
    private final int httpStatus;
    private final @Nullable String gatewayCode;

    private CallReport(
            String operation,
            int attempts,
            @Nullable String idempotencyKey,
            @Nullable String requestId,
            int httpStatus,
            @Nullable String gatewayCode) {
        this.operation = operation;
        this.attempts = attempts;
        this.idempotencyKey = idempotencyKey;
        this.requestId = requestId;
        this.httpStatus = httpStatus;
        this.gatewayCode = gatewayCode;
    }

    /** A call of which nothing has left this machine. {@code operation} is a fixed name such as "settle charge". */
    public static CallReport notSent(String operation, @Nullable String idempotencyKey) {
        return new CallReport(operation, 0, idempotencyKey, null, 0, null);
    }

    /**
     * A call after {@code attempts} attempts.
     *
     * @param httpStatus of the last answer, 0 if there was none
     * @param requestId the gateway's name for the last attempt, null if it gave none
     * @param gatewayCode the gateway's own error code, null if it gave none
     */
    public static CallReport of(
            String operation,
            int attempts,
            @Nullable String idempotencyKey,
            @Nullable String requestId,
            int httpStatus,
            @Nullable String gatewayCode) {
        return new CallReport(operation, attempts, idempotencyKey, requestId, httpStatus, gatewayCode);
    }

    /** What was asked of the gateway, a fixed name such as "settle charge". */
    public String operation() {
        return operation;
    }

    /** How many requests went on their way; 0 means that nothing left this machine. */
    public int attempts() {
        return attempts;
    }

    /** The key under which every attempt of this call was sent, if the gateway knows such keys. */
    public Optional<String> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /** The gateway's identifier of the last attempt, for its support. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** HTTP status of the last answer, or 0 if none came. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The gateway's own error code, as text. */
    public Optional<String> gatewayCode() {
        return Optional.ofNullable(gatewayCode);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(operation)
                .append(", ")
                .append(attempts)
                .append(attempts == 1 ? " attempt" : " attempts");
        if (httpStatus != 0) {
            text.append(", HTTP ").append(httpStatus);
        }
        if (gatewayCode != null) {
            text.append(", gateway code ").append(gatewayCode);
        }
        if (requestId != null) {
            text.append(", request id ").append(requestId);
        }
        if (idempotencyKey != null) {
            text.append(", key ").append(idempotencyKey);
        }
        return text.toString();
    }
}
