package io.maksut.sync;

import io.maksut.refund.RefundFacts;
import java.time.Duration;
import java.util.List;

/**
 * Durations and counts that the engine works with. Immutable and thread-safe.
 *
 * @param lease of a payment: longer than the slowest call to gateway and shop together, plus the difference between the
 *     clocks of machines; at least two call timeouts
 * @param callTimeout of one call to a gateway
 * @param settleDelay how long an event may take to show everywhere; absence proves something only after it
 * @param permitLife how long a permit is valid
 * @param unknownPatience how long an unknown outcome is resolved before it also needs review; a day for a record
 * @param sendTries failed tries to begin or send an operation, after which it needs review
 * @param firstPause after the first failure; doubled after each further one
 * @param longestPause the most between two tries
 * @param reviewPause between two looks at what needs review
 * @param lateWatch how long a payment is watched for an attempt that counts as unpaid after it had been unknown
 */
record SyncSettings(
        Duration lease,
        Duration callTimeout,
        Duration settleDelay,
        Duration permitLife,
        Duration unknownPatience,
        int sendTries,
        Duration firstPause,
        Duration longestPause,
        Duration reviewPause,
        Duration lateWatch) {
    /**
     * The pauses before an order is read again for whose payment it is, or whether an earlier refund still shows. The
     * first outlasts the shop's own request: a shop with a single process can be read only after that.
     */
    static final List<Duration> CHECK_PAUSES = List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30));

    /** EveryPay accepts a request for about so long after its timestamp; {@link Engine#settleDelay} adds the margin. */
    private static final Duration SHORTEST_SETTLE_DELAY = Duration.ofMinutes(5);

    static final Duration LONGEST = Duration.ofDays(1);

    static final SyncSettings DEFAULT = new SyncSettings(
            Duration.ofMinutes(3),
            Duration.ofSeconds(30),
            RefundFacts.SETTLE_DELAY,
            RefundFacts.PERMIT_LIFE,
            Duration.ofHours(1),
            160, // about a day with these pauses
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofDays(1));

    SyncSettings {
        require(callTimeout, "callTimeout", Duration.ofMillis(1), LONGEST);
        require(lease, "lease", callTimeout.multipliedBy(2), LONGEST);
        require(settleDelay, "settleDelay", SHORTEST_SETTLE_DELAY, LONGEST);
        require(permitLife, "permitLife", Duration.ofMillis(1), LONGEST);
        if (firstPause.isNegative() || firstPause.isZero() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("Pauses are above zero, the longest not shorter than the first");
        }
    }

    private static void require(Duration value, String setting, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(setting + " is " + value + "; it is " + least + " to " + most);
        }
    }

    SyncSettings withLease(Duration newLease, Duration newTimeout) {
        return new SyncSettings(
                newLease,
                newTimeout,
                settleDelay,
                permitLife,
                unknownPatience,
                sendTries,
                firstPause,
                longestPause,
                reviewPause,
                lateWatch);
    }

    SyncSettings withDelays(Duration newDelay, Duration newLife) {
        return new SyncSettings(
                lease,
                callTimeout,
                newDelay,
                newLife,
                unknownPatience,
                sendTries,
                firstPause,
                longestPause,
                reviewPause,
                lateWatch);
    }

    /** The pause after the gateway said that it is too busy: 1 to 5 seconds, spread by id. */
    static Duration pauseWhenBusy(long refundId) {
        return Duration.ofMillis(1_000 + refundId * 7_919 % 4_000);
    }

    /** @param failures failed tries in a row, at least one */
    Duration pauseAfter(int failures) {
        Duration pause = firstPause;
        for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
