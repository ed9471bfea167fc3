package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.storage.Reading;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rows of {@code maksut_discrepancy}. */
final class DiscrepancyTable {
    private static final String SELECT = "select f.id, t.account, t.reference, f.shop, f.kind, f.subject, f.state,"
            + " f.currency, f.amount, f.order_id, f.first_seen_at, f.last_seen_at, f.decided_by, f.decided_because"
            + " from maksut_discrepancy f join maksut_payment_claim t on t.id = f.claim_id ";

    private DiscrepancyTable() {}

    static List<Reading<Discrepancy>> ofPayment(Sql sql, long claimId) {
        return sql.readings(SELECT + "where f.claim_id = ? order by f.id", DiscrepancyTable::read, claimId);
    }

    static Optional<Discrepancy> byId(Sql sql, long id) {
        return sql.one(SELECT + "where f.id = ?", DiscrepancyTable::read, id);
    }

    static List<Reading<Discrepancy>> inState(Sql sql, Discrepancy.State state, long afterId, int limit) {
        return sql.readings(
                SELECT + "where f.state = ? and f.id > ? order by f.id limit ?",
                DiscrepancyTable::read,
                stored(state),
                afterId,
                limit);
    }

    /** Payments with open discrepancies that a reconciliation may find to be over, with the time since when. */
    static Map<Long, Instant> openSince(Sql sql) {
        Map<Long, Instant> open = new TreeMap<>();
        sql.list(
                "select claim_id, kind, first_seen_at from maksut_discrepancy where state = ? order by id",
                row -> mayBeOver(row.text("kind"))
                        && open.put(row.number("claim_id"), row.instant("first_seen_at")) == null,
                stored(Discrepancy.State.OPEN));
        return open;
    }

    private static boolean mayBeOver(String kind) {
        return Stream.of(DiscrepancyKind.values())
                .anyMatch(known -> known.foundByReconciliation() && known.name().equals(kind));
    }

    /** Stores the mismatch as suspected unless it is known. Empty if another version wrote it in another form. */
    static Optional<Discrepancy> insert(Sql sql, long claimId, Mismatch mismatch, Instant now) {
        boolean unused = sql.insertIfAbsent(
                "maksut_discrepancy",
                List.of("claim_id", "kind", "subject"),
                List.of("shop", "state", "currency", "amount", "order_id", "first_seen_at", "last_seen_at"),
                claimId,
                mismatch.kind().name(),
                mismatch.subject(),
                mismatch.shop(),
                stored(Discrepancy.State.SUSPECTED),
                mismatch.amount().currency().getCurrencyCode(),
                mismatch.amount().minorUnits(),
                mismatch.orderId(),
                now,
                now);
        return sql
                .readings(
                        SELECT + "where f.claim_id = ? and f.kind = ? and f.subject = ?",
                        DiscrepancyTable::read,
                        claimId,
                        mismatch.kind().name(),
                        mismatch.subject())
                .stream()
                .flatMap(it -> it.read().stream())
                .findFirst();
    }

    /** Opens the discrepancy at once, as time will not mend it. Empty as for {@link #insert}. */
    static Optional<Discrepancy> open(Sql sql, long claimId, Mismatch mismatch, Instant now) {
        Optional<Discrepancy> open = insert(sql, claimId, mismatch, now).map(made -> made.opened(now));
        open.ifPresent(discrepancy -> update(sql, discrepancy, now));
        return open;
    }

    static void update(Sql sql, Discrepancy discrepancy, Instant now) {
        sql.update(
                "update maksut_discrepancy set state = ?, currency = ?, amount = ?, first_seen_at = ?, last_seen_at ="
                        + " ?, decided_at = ?, decided_by = ?, decided_because = ?, accepted_amount = case when ? ="
                        + " 'accepted' then ? when ? = 'gone' then null when accepted_amount > ? then ? else"
                        + " accepted_amount end where id = ?",
                stored(discrepancy.state()),
                discrepancy.amount().currency().getCurrencyCode(),
                discrepancy.amount().minorUnits(),
                discrepancy.firstSeenAt(),
                discrepancy.lastSeenAt(),
                discrepancy.decidedBy() == null ? null : now,
                discrepancy.decidedBy(),
                discrepancy.decidedBecause(),
                stored(discrepancy.state()),
                discrepancy.amount().minorUnits(),
                stored(discrepancy.state()),
                discrepancy.amount().minorUnits(),
                discrepancy.amount().minorUnits(),
                discrepancy.id());
    }

    /** What people accepted of differences of these kinds, also of one that has grown since and is open again. */
    static List<Money> accepted(Sql sql, long claimId, List<DiscrepancyKind> kinds) {
        List<Object> parameters = new ArrayList<>(List.of(claimId));
        kinds.forEach(kind -> parameters.add(kind.name()));
        return sql.list(
                "select currency, accepted_amount from maksut_discrepancy where claim_id = ? and kind in ("
                        + String.join(", ", Collections.nCopies(kinds.size(), "?"))
                        + ") and accepted_amount is not null",
                row -> Stored.money(row, "currency", "accepted_amount"),
                parameters.toArray());
    }

    static String stored(Discrepancy.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Discrepancy read(Row row) throws SQLException {
        return new Discrepancy(
                row.number("id"),
                new PaymentId(row.text("account"), row.text("reference")),
                row.text("shop"),
                row.parsed("kind", DiscrepancyKind::valueOf),
                row.text("subject"),
                row.parsed("state", it -> Discrepancy.State.valueOf(it.toUpperCase(Locale.ROOT))),
                Stored.money(row, "currency", "amount"),
                row.maybeText("order_id").orElse(null),
                row.instant("first_seen_at"),
                row.instant("last_seen_at"),
                row.maybeText("decided_by").orElse(null),
                row.maybeText("decided_because").orElse(null));
    }
}
