package io.maksut.sync;

import io.maksut.refund.RefundFacts;
import java.time.Duration;
import java.util.List;

/**
 * How long the engine waits for what. Immutable and thread-safe.
 *
 * @param lease how long a payment belongs to a worker without news of it: longer than the slowest call at gateway and shop
 *     together, plus the difference between the clocks of machines
 * @param callTimeout what one call to a gateway may take
 * @param settleDelay how long what was just done may take to show everywhere
 * @param permitLife how long an allowed direct refund may wait to be executed
 * @param unknownPatience how long an unknown outcome is looked into before a person is asked
 * @param sendTries how often it is tried to send a refund, or to tell a shop, before a person is asked
 * @param firstPause before the second try; doubled each time
 * @param longestPause between two tries
 * @param reviewPause between two looks at what waits for a person
 * @param lateWatch how long money is looked for that was taken for not moved after its fate had been unknown
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
     * Between two looks at whose payment a refund is of, or whether the shop still shows an earlier one. The first is longer
     * than a shop's own request waits for us: a shop with one process can be read only when that has ended.
     */
    static final List<Duration> CHECK_PAUSES = List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30));

    /** EveryPay takes a request for about so long after its timestamp: what was sent before shows by then, or never. */
    private static final Duration SHORTEST_SETTLE_DELAY = Duration.ofMinutes(5);

    static final Duration LONGEST = Duration.ofDays(1);

    static final SyncSettings DEFAULT = new SyncSettings(
            Duration.ofMinutes(3),
            Duration.ofSeconds(30),
            RefundFacts.SETTLE_DELAY,
            RefundFacts.PERMIT_LIFE,
            Duration.ofHours(1),
            160, // with these pauses about a day
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

    /** The pause after the gateway said that it is too busy: short, since it will not be for long, and not the same for all. */
    static Duration pauseWhenBusy(long refundId) {
        return Duration.ofMillis(1_000 + refundId * 7_919 % 4_000);
    }

    /** The pause after so many failures in a row, one at least. */
    Duration pauseAfter(int failures) {
        Duration pause = firstPause;
        for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
