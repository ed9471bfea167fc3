package io.maksut.shopify;

import java.time.Duration;
import java.util.List;

/**
 * Times by which sessions are worked on.
 *
 * @param lease how long a payment belongs to a worker without news of it
 * @param callTimeout what one call to a gateway may take
 * @param settleDelay after which a request that was sent cannot arrive any more
 * @param patience how long an outcome may stay unknown before a person is asked
 * @param heldPause between looks at what waits for a person
 */
record SessionSettings(
        Duration lease, Duration callTimeout, Duration settleDelay, Duration patience, Duration heldPause) {
    static final SessionSettings DEFAULT = new SessionSettings(
            Duration.ofMinutes(3),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(1));

    // @formatter:off
    /** Between tries at the gateway: about a day in all. */
    private static final List<Duration> TRIES = List.of(
            Duration.ofSeconds(2), Duration.ofSeconds(5),  Duration.ofSeconds(15), Duration.ofSeconds(30),
            Duration.ofMinutes(1), Duration.ofMinutes(2),  Duration.ofMinutes(5),  Duration.ofMinutes(10),
            Duration.ofMinutes(20), Duration.ofMinutes(40), Duration.ofHours(1),   Duration.ofHours(2),
            Duration.ofHours(4),   Duration.ofHours(4),    Duration.ofHours(4),    Duration.ofHours(4));

    /** Between tries to tell Shopify, which wants up to 18 of them in a day. */
    private static final List<Duration> TELLING = List.of(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(45),
            Duration.ofMinutes(1), Duration.ofMinutes(2),  Duration.ofMinutes(5),  Duration.ofMinutes(12),
            Duration.ofMinutes(38), Duration.ofHours(1),   Duration.ofHours(2),    Duration.ofHours(4),
            Duration.ofHours(4),   Duration.ofHours(4),    Duration.ofHours(4),    Duration.ofHours(4));
    // @formatter:on

    /** How often is tried at the gateway before a person is asked. */
    int tries() {
        return TRIES.size();
    }

    /** After so many failures, one at least. */
    Duration pauseAfter(int failures) {
        return TRIES.get(Math.min(failures, TRIES.size()) - 1);
    }

    boolean tellsOn(int failures) {
        return failures < TELLING.size();
    }

    /** The pause after so many failures, none at least. */
    Duration pauseBeforeTelling(int failures) {
        return failures < TELLING.size() ? TELLING.get(failures) : heldPause;
    }
}
