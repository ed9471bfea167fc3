package io.maksut.sandbox.everypay;

import java.time.Instant;

/**
 * A callback as it stands. Immutable.
 *
 * @param id ours, for redelivery; not on the wire
 * @param eventName for a signed form, what would be its event; the form itself names none
 * @param signedForm whether it is the signed form of a payment made by link, which is always posted
 * @param parameters as sent, {@code application/x-www-form-urlencoded}, the same every time
 * @param attempts deliveries so far, with or without success
 */
public record EveryPayCallback(
        String id,
        String eventName,
        String paymentReference,
        Instant created,
        boolean signedForm,
        String parameters,
        int attempts,
        State state) {
    /** What became of it. */
    public enum State {
        PENDING,
        DELIVERED,
        /** After six attempts. */
        GIVEN_UP
    }

    /** Personal data of the form stays out of logs. */
    @Override
    public String toString() {
        return eventName + " " + id + " " + state;
    }

    EveryPayCallback after(int newAttempts, State newState) {
        return new EveryPayCallback(
                id, eventName, paymentReference, created, signedForm, parameters, newAttempts, newState);
    }
}
