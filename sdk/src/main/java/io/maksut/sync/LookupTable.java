package io.maksut.sync;

import io.maksut.storage.Sql;
import java.time.Instant;
import java.util.List;

/** The rows of {@code maksut_order_lookup}: since when a shop has answered without a break that it has no order. */
final class LookupTable {
    /** An unbroken series of empty answers. */
    record Run(Instant first, Instant last) {}

    private LookupTable() {}

    /** Adds an empty answer. A series that began before the payment was made does not count: it begins anew. */
    static Run empty(Sql sql, long claimId, String shop, Instant now, Instant notBefore) {
        Run run = sql.one(
                        "select first_empty_at, last_empty_at from maksut_order_lookup where claim_id = ? and shop = ?",
                        row -> new Run(row.instant("first_empty_at"), row.instant("last_empty_at")),
                        claimId,
                        shop)
                .orElse(null);
        if (run == null) {
            sql.insertIfAbsent(
                    "maksut_order_lookup",
                    List.of("claim_id", "shop"),
                    List.of("first_empty_at", "last_empty_at"),
                    claimId,
                    shop,
                    now,
                    now);
            return new Run(now, now);
        }
        Instant first = run.first().isBefore(notBefore) ? now : run.first();
        Instant last = run.last().isAfter(now) ? run.last() : now;
        sql.update(
                "update maksut_order_lookup set first_empty_at = ?, last_empty_at = ? where claim_id = ? and shop = ?",
                first,
                last,
                claimId,
                shop);
        return new Run(first, last);
    }

    /** When each series of this payment began, ordered by the name of its shop. */
    static List<Instant> emptySince(Sql sql, long claimId) {
        return sql.list(
                "select first_empty_at from maksut_order_lookup where claim_id = ? order by shop",
                row -> row.instant("first_empty_at"),
                claimId);
    }

    /** Ends the series: the shop gave another answer. */
    static void broken(Sql sql, long claimId, String shop) {
        sql.update("delete from maksut_order_lookup where claim_id = ? and shop = ?", claimId, shop);
    }
}
