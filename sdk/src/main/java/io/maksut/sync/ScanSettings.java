package io.maksut.sync;

import java.time.Duration;

/**
 * How often shops and accounts are scanned, and how far back. Immutable and thread-safe.
 *
 * @param changesEvery between two quick scans of a shop, which read its changes
 * @param overlap how far a quick scan goes back beyond the last: clocks differ, and platforms show some changes late
 * @param everythingEvery between two scans of all orders, of an account's refunded payments, and of ended refunds
 * @param watchFor how long after its end a refund is compared again: banks return money, cardholders dispute
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
