package io.maksut.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * One request and what became of it. Immutable.
 *
 * @param query raw, empty when there is none
 * @param body as UTF-8 text, empty when there is none
 * @param idempotencyKey as the protocol carries it, null when there is none
 * @param status the status that was sent, or 0 when a fault left none on the wire
 * @param fault the planned fault, null when there was none
 */
public record RecordedRequest(
        String method,
        String path,
        String query,
        String body,
        @Nullable String idempotencyKey,
        int status,
        @Nullable String fault) {
    /** Bodies stay out of logs. */
    @Override
    public String toString() {
        return method + " " + path + " -> " + (fault == null ? status : fault);
    }
}
