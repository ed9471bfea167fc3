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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_capture}. */
final class CaptureTable {
    private static final String SELECT = "select c.id, c.turn_id, t.account, t.reference, c.shop, c.order_id, c.part,"
            + " c.state, c.currency, c.amount, c.capture_key, c.captured_before, c.intended_at, c.due_at, c.failures,"
            + " c.hold, c.reason, c.created_at, c.changed_at"
            + " from maksut_capture c join maksut_turn t on t.id = c.turn_id ";

    private CaptureTable() {}

    /** A capture of this part is wanted, unless it was before; {@code amount} is null for everything that is left. */
    static boolean want(
            Sql sql, long turnId, String shop, String orderId, String part, @Nullable Money amount, Instant now) {
        return sql.insertIfAbsent(
                "maksut_capture",
                List.of("turn_id", "part"),
                List.of(
                        "shop",
                        "order_id",
                        "state",
                        "currency",
                        "amount",
                        "capture_key",
                        "due_at",
                        "failures",
                        "created_at",
                        "changed_at"),
                turnId,
                part,
                shop,
                orderId,
                LedgerCapture.State.WANTED.stored(),
                amount == null ? null : amount.currency().getCurrencyCode(),
                amount == null ? null : amount.minorUnits(),
                UUID.randomUUID().toString(),
                now,
                0,
                now,
                now);
    }

    static List<LedgerCapture> ofTurn(Sql sql, long turnId) {
        return sql.list(SELECT + "where c.turn_id = ? order by c.id", CaptureTable::read, turnId);
    }

    static Optional<LedgerCapture> byId(Sql sql, long id) {
        return sql.one(SELECT + "where c.id = ?", CaptureTable::read, id);
    }

    /** As {@link #ofTurn}, for whoever only shows them. */
    static List<Reading<LedgerCapture>> eachOfTurn(Sql sql, long turnId) {
        return sql.readings(SELECT + "where c.turn_id = ? order by c.id", CaptureTable::read, turnId);
    }

    static List<Reading<LedgerCapture>> inState(Sql sql, LedgerCapture.State state, long afterId, int limit) {
        return sql.readings(
                SELECT + "where c.state = ? and c.id > ? order by c.id limit ?",
                CaptureTable::read,
                state.stored(),
                afterId,
                limit);
    }

    static void update(Sql sql, LedgerCapture capture, Instant now) {
        Money before = capture.capturedBefore();
        Money amount = capture.amount();
        sql.update(
                "update maksut_capture set state = ?, currency = ?, amount = ?, captured_before = ?, intended_at = ?,"
                        + " due_at = ?, failures = ?, hold = ?, reason = ?, changed_at = ? where id = ?",
                capture.state().stored(),
                amount == null ? null : amount.currency().getCurrencyCode(),
                amount == null ? null : amount.minorUnits(),
                before == null ? null : before.minorUnits(),
                capture.intendedAt(),
                capture.dueAt(),
                capture.failures(),
                capture.hold() == null ? null : capture.hold().stored(),
                capture.reason(),
                now,
                capture.id());
    }

    private static LedgerCapture read(Row row) throws SQLException {
        return new LedgerCapture(
                row.number("id"),
                row.number("turn_id"),
                new PaymentId(row.text("account"), row.text("reference")),
                row.text("shop"),
                row.text("order_id"),
                row.text("part"),
                row.parsed("state", it -> LedgerCapture.State.valueOf(it.toUpperCase(Locale.ROOT))),
                Stored.maybeMoney(row, "currency", "amount"),
                row.text("capture_key"),
                Stored.maybeMoney(row, "currency", "captured_before"),
                row.maybeInstant("intended_at").orElse(null),
                row.maybeInstant("due_at").orElse(null),
                (int) row.number("failures"),
                row.maybeParsed("hold", Hold::of).orElse(null),
                row.maybeText("reason").orElse(null),
                row.instant("created_at"),
                row.instant("changed_at"));
    }
}
