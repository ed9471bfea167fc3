package io.maksut.sync;

import java.time.Duration;

/**
 * How often is scanned, and how far back. Immutable and thread-safe.
 *
 * @param changesEvery between two looks at what changed in a shop
 * @param overlap how much further back than the last look: clocks differ, and a platform shows some changes late
 * @param everythingEvery between two passes over all orders of a shop, and all refunded payments of an account
 * @param watchFor how long after its end a refund is still looked at: banks return money, cardholders dispute
 */
record ScanSettings(Duration changesEvery, Duration overlap, Duration everythingEvery, Duration watchFor) {
    static final ScanSettings DEFAULT =
            new ScanSettings(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(180));

    ScanSettings {
        require(changesEvery, "changesEvery");
        require(overlap, "overlap");
        require(everythingEvery, "everythingEvery");
        require(watchFor, "watchFor");
    }

    private static void require(Duration value, String setting) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(setting + " is " + value + "; it is not negative");
        }
    }
}
