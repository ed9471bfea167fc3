package io.maksut.sync;

import io.maksut.storage.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The rows of {@code maksut_limit_share}. Their times are by the database's clock: the clocks of processes may differ
 * by more than this lease of seconds.
 */
final class LimitShareTable {
    private static final Duration KEPT = Duration.ofDays(1);

    private LimitShareTable() {}

    /** A limiter that uses an account. */
    record Asking(String account, String limiter, Instant at) {}

    /**
     * Stores that these limiters use their accounts, and reads which others do.
     *
     * @param limiters by account, in the order that all processes use, so that none deadlocks
     * @param lease how long a limiter counts after it was stored
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
            // The database's clock was set back: a process that died would count until the clock is there again.
            int unused = sql.update("update maksut_limit_share set asked_at = ? where asked_at > ?", now, latest);
        }
        return asking;
    }

    /** Deletes rows that ended processes have left. */
    static void clean(Sql sql) {
        int unused = sql.update(
                "delete from maksut_limit_share where asked_at < ?", sql.now().minus(KEPT));
    }
}
