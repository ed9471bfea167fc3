package io.maksut.sync;

import io.maksut.storage.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The rows of {@code maksut_limit_share}. Their times are the database's: a lease of seconds is shorter than the clocks of processes
 * differ.
 */
final class LimitShareTable {
    private static final Duration KEPT = Duration.ofDays(1);

    private LimitShareTable() {}

    /** A limiter that asks an account something. */
    record Asking(String account, String limiter, Instant at) {}

    /**
     * Writes down that these limiters ask, and looks which do.
     *
     * @param limiters by account, in an order that all processes keep to
     * @param lease for which a limiter asks after it has written so
     */
    static List<Asking> renew(Sql sql, Map<String, String> limiters, Duration lease) {
        Instant now = sql.now();
        limiters.forEach((account, limiter) -> sql.insertOrChange(
                "maksut_limit_share",
                List.of("account", "limiter"),
                List.of("asked_at"),
                "asked_at = ?",
                account,
                limiter,
                now,
                now));
        List<Asking> asking = sql.list(
                "select account, limiter, asked_at from maksut_limit_share where asked_at > ?",
                row -> new Asking(row.text("account"), row.text("limiter"), row.instant("asked_at")),
                now.minus(lease));
        Instant latest = now.plus(lease);
        if (asking.stream().anyMatch(it -> it.at().isAfter(latest))) {
            // The clock was set back: who has died since would count until it is there again.
            int unused = sql.update("update maksut_limit_share set asked_at = ? where asked_at > ?", now, latest);
        }
        return asking;
    }

    /** Processes that have ended leave their rows. */
    static void clean(Sql sql) {
        int unused = sql.update(
                "delete from maksut_limit_share where asked_at < ?", sql.now().minus(KEPT));
    }
}
