package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.sync.MoneyStop.Cause;
import io.maksut.sync.MoneyStop.Ended;
import io.maksut.sync.MoneyStop.Kind;
import io.maksut.sync.MoneyStop.Scope;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_stop}: what was stopped, and how it was started again. None is deleted. */
final class StopTable {
    /**
     * Selects, within a statement about {@code maksut_payment_claim}, the stops that cover operations of that payment
     * and this shop. A scope that only a newer version knows covers all. Parameter: shop.
     */
    static final String STANDING_FOR_CLAIM = "select 1 from maksut_stop s where s.started_at is null"
            + " and (s.scope not in ('account', 'shop') or (s.scope = 'account' and s.name = maksut_payment_claim.account) or (s.scope = 'shop' and s.name = ?))";

    private static final String SELECT = "select id, scope, name, cause, stopped_at, stopped_by, stopped_because,"
            + " started_at, started_by, started_because from maksut_stop ";

    private StopTable() {}

    /** The stops that stand, oldest first. */
    static List<MoneyStop> standing(Sql sql) {
        return sql.list(SELECT + "where started_at is null order by id", StopTable::read);
    }

    /** Whether a stop covers operations of this payment and shop. */
    static boolean stands(Sql sql, PaymentId payment, String shop) {
        return standing(sql).stream().anyMatch(it -> it.scope().covers(payment, shop));
    }

    static Optional<MoneyStop> byId(Sql sql, long id) {
        return sql.one(SELECT + "where id = ?", StopTable::read, id);
    }

    static List<MoneyStop> after(Sql sql, @Nullable MoneyStop last, int limit) {
        return sql.list(
                SELECT + "where id > ? order by id limit ?", StopTable::read, last == null ? 0 : last.id(), limit);
    }

    /** Whether a person has ended a stop that was stored for this mark. */
    static boolean isAccepted(Sql sql, String mark) {
        return !sql.list(
                        "select id from maksut_stop where mark = ? and started_at is not null",
                        row -> row.number("id"),
                        mark)
                .isEmpty();
    }

    /** {@code mark} is the mark outside for which the engine stops all; null for none. */
    static MoneyStop insert(
            Sql sql,
            Scope scope,
            Cause cause,
            @Nullable String author,
            String reason,
            @Nullable String mark,
            Instant now) {
        long id = sql.one(
                        "insert into maksut_stop (scope, name, cause, stopped_at, stopped_by, stopped_because, mark)"
                                + " values (?, ?, ?, ?, ?, ?, ?) returning id",
                        row -> row.number("id"),
                        stored(scope.kind()),
                        scope.name(),
                        stored(cause),
                        now,
                        author,
                        reason,
                        mark)
                .orElseThrow();
        return new MoneyStop(id, scope, cause, author, reason, now, null);
    }

    /** Ends the stop; false if it has ended already. */
    static boolean end(Sql sql, long id, Ended ended) {
        return sql.update(
                        "update maksut_stop set started_at = ?, started_by = ?, started_because = ?"
                                + " where id = ? and started_at is null",
                        ended.at(),
                        ended.by(),
                        ended.because(),
                        id)
                == 1;
    }

    private static String stored(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static MoneyStop read(Row row) throws SQLException {
        Instant started = row.maybeInstant("started_at").orElse(null);
        return new MoneyStop(
                row.number("id"),
                scope(row.text("scope"), row.text("name")),
                cause(row.text("cause")),
                row.maybeText("stopped_by").orElse(null),
                row.text("stopped_because"),
                row.instant("stopped_at"),
                started == null ? null : new Ended(started, row.text("started_by"), row.text("started_because")));
    }

    private static Scope scope(String stored, String name) {
        return Stream.of(Kind.ACCOUNT, Kind.SHOP)
                .filter(it -> stored(it).equals(stored))
                .map(it -> new Scope(it, name))
                .findFirst()
                .orElseGet(Scope::all);
    }

    private static Cause cause(String stored) {
        return Stream.of(Cause.values())
                .filter(it -> stored(it).equals(stored))
                .findFirst()
                .orElse(Cause.UNKNOWN);
    }
}
