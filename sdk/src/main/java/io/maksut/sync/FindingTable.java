package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.storage.Reading;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rows of {@code maksut_finding}. */
final class FindingTable {
    private static final String SELECT = "select f.id, t.account, t.reference, f.shop, f.kind, f.subject, f.state,"
            + " f.currency, f.amount, f.order_id, f.first_seen_at, f.last_seen_at, f.decided_by, f.decided_because"
            + " from maksut_finding f join maksut_turn t on t.id = f.turn_id ";

    private FindingTable() {}

    static List<Reading<Finding>> ofTurn(Sql sql, long turnId) {
        return sql.readings(SELECT + "where f.turn_id = ? order by f.id", FindingTable::read, turnId);
    }

    static Optional<Finding> byId(Sql sql, long id) {
        return sql.one(SELECT + "where f.id = ?", FindingTable::read, id);
    }

    static List<Reading<Finding>> inState(Sql sql, Finding.State state, long afterId, int limit) {
        return sql.readings(
                SELECT + "where f.state = ? and f.id > ? order by f.id limit ?",
                FindingTable::read,
                stored(state),
                afterId,
                limit);
    }

    /** The payments with open findings that a comparison may find to be over, and since when. */
    static Map<Long, Instant> openSince(Sql sql) {
        Map<Long, Instant> open = new TreeMap<>();
        sql.list(
                "select turn_id, kind, first_seen_at from maksut_finding where state = ? order by id",
                row -> mayBeOver(row.text("kind"))
                        && open.put(row.number("turn_id"), row.instant("first_seen_at")) == null,
                stored(Finding.State.OPEN));
        return open;
    }

    private static boolean mayBeOver(String kind) {
        return Stream.of(FindingKind.values())
                .anyMatch(known -> known.foundByComparison() && known.name().equals(kind));
    }

    /** Empty if another version has it in a way that cannot be read here. */
    static Optional<Finding> insert(Sql sql, long turnId, Difference difference, Instant now) {
        boolean unused = sql.insertIfAbsent(
                "maksut_finding",
                List.of("turn_id", "kind", "subject"),
                List.of("shop", "state", "currency", "amount", "order_id", "first_seen_at", "last_seen_at"),
                turnId,
                difference.kind().name(),
                difference.subject(),
                difference.shop(),
                stored(Finding.State.SUSPECTED),
                difference.amount().currency().getCurrencyCode(),
                difference.amount().minorUnits(),
                difference.orderId(),
                now,
                now);
        return sql
                .readings(
                        SELECT + "where f.turn_id = ? and f.kind = ? and f.subject = ?",
                        FindingTable::read,
                        turnId,
                        difference.kind().name(),
                        difference.subject())
                .stream()
                .flatMap(it -> it.read().stream())
                .findFirst();
    }

    /** What needs no second look, as no time will mend it: open at once. Empty as for {@link #insert}. */
    static Optional<Finding> open(Sql sql, long turnId, Difference difference, Instant now) {
        Optional<Finding> open = insert(sql, turnId, difference, now).map(made -> made.opened(now));
        open.ifPresent(finding -> update(sql, finding, now));
        return open;
    }

    static void update(Sql sql, Finding finding, Instant now) {
        sql.update(
                "update maksut_finding set state = ?, currency = ?, amount = ?, first_seen_at = ?, last_seen_at = ?,"
                        + " decided_at = ?, decided_by = ?, decided_because = ?, accepted_amount = case when ? = 'accepted' then ?"
                        + " when ? = 'gone' then null when accepted_amount > ? then ? else accepted_amount end where id = ?",
                stored(finding.state()),
                finding.amount().currency().getCurrencyCode(),
                finding.amount().minorUnits(),
                finding.firstSeenAt(),
                finding.lastSeenAt(),
                finding.decidedBy() == null ? null : now,
                finding.decidedBy(),
                finding.decidedBecause(),
                stored(finding.state()),
                finding.amount().minorUnits(),
                stored(finding.state()),
                finding.amount().minorUnits(),
                finding.amount().minorUnits(),
                finding.id());
    }

    /** What people have accepted of differences of this kind, also of one that has grown since and is open again. */
    static List<Money> accepted(Sql sql, long turnId, FindingKind kind) {
        return sql.list(
                "select currency, accepted_amount from maksut_finding"
                        + " where turn_id = ? and kind = ? and accepted_amount is not null",
                row -> Stored.money(row, "currency", "accepted_amount"),
                turnId,
                kind.name());
    }

    private static String stored(Finding.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Finding read(Row row) throws SQLException {
        return new Finding(
                row.number("id"),
                new PaymentId(row.text("account"), row.text("reference")),
                row.text("shop"),
                row.parsed("kind", FindingKind::valueOf),
                row.text("subject"),
                row.parsed("state", it -> Finding.State.valueOf(it.toUpperCase(Locale.ROOT))),
                Stored.money(row, "currency", "amount"),
                row.maybeText("order_id").orElse(null),
                row.instant("first_seen_at"),
                row.instant("last_seen_at"),
                row.maybeText("decided_by").orElse(null),
                row.maybeText("decided_because").orElse(null));
    }
}
