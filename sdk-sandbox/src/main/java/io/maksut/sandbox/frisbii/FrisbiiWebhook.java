package io.maksut.sandbox.frisbii;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it stands. Immutable.
 *
 * @param state pending, retrying, disabled, failed or completed
 * @param attempts deliveries so far, with or without success
 * @param body the JSON that is posted, the same bytes every time
 */
public record FrisbiiWebhook(
        String id,
        String eventId,
        String eventType,
        Instant created,
        @Nullable String customer,
        @Nullable String invoice,
        @Nullable String transaction,
        String state,
        int attempts,
        String body) {
    /** The signature stays out of logs. */
    @Override
    public String toString() {
        return eventType + " " + id + " " + state;
    }

    FrisbiiWebhook inState(String newState, int newAttempts) {
        return new FrisbiiWebhook(
                id, eventId, eventType, created, customer, invoice, transaction, newState, newAttempts, body);
    }

    boolean open() {
        return state.equals("pending") || state.equals("retrying");
    }
}
