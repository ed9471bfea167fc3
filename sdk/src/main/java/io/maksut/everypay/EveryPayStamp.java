package io.maksut.everypay;

import io.maksut.portal.Attempt;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** Nonce and timestamp: the gateway accepts each pair once, for some minutes. Part of an attempt, never renewed. */
record EveryPayStamp(String nonce, Instant timestamp) {
    private static final String NONCE = "nonce";
    private static final String TIMESTAMP = "timestamp";

    Map<String, String> toProtocol() {
        return Map.of(NONCE, nonce, TIMESTAMP, timestamp.toString());
    }

    /**
     * The stamp of a stored attempt.
     *
     * @throws IllegalArgumentException if it has none
     */
    static EveryPayStamp of(Attempt attempt) {
        String nonce = attempt.protocol().get(NONCE);
        String timestamp = attempt.protocol().get(TIMESTAMP);
        if (nonce == null || timestamp == null) {
            throw new IllegalArgumentException("the attempt has no nonce or no timestamp");
        }
        try {
            return new EveryPayStamp(nonce, Instant.parse(timestamp));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("the attempt has no readable timestamp", e);
        }
    }

    @Override
    public String toString() {
        return "EveryPayStamp[" + timestamp + "]";
    }
}
