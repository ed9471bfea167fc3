package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a shop is set up; the same until the sandbox is closed. Immutable.
 *
 * @param orderTables whether orders are in tables of their own (HPOS) instead of among the posts
 * @param taxPercent of all that is sold and shipped
 * @param statuses of orders that plugins added
 * @param answerLimit how long a receiver of webhooks may take
 * @param processes how many requests are worked on at the same time
 */
record ShopSettings(
        WooCommerceVersion version,
        boolean orderTables,
        Clock clock,
        ZoneId zone,
        String currency,
        int decimals,
        String decimalSeparator,
        BigDecimal taxPercent,
        String paymentMethod,
        List<String> statuses,
        Duration answerLimit,
        int processes,
        long seed) {
    static final List<String> CORE_STATUSES = List.of(
            "auto-draft",
            "pending",
            "processing",
            "on-hold",
            "completed",
            "cancelled",
            "refunded",
            "failed",
            "checkout-draft");

    boolean has(Since since) {
        return version.has(since);
    }

    /** Those that a request may name. */
    List<String> orderStatuses() {
        return Stream.concat(CORE_STATUSES.stream(), statuses.stream()).toList();
    }

    String text(BigDecimal amount) {
        return DecimalText.fixed(amount, decimals);
    }
}
