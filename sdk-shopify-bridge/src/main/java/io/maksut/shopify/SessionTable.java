package io.maksut.shopify;

import io.maksut.payment.Money;
import io.maksut.shopify.ShopifySession.State;
import io.maksut.storage.Reading;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.sync.Hold;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of sessions, and of the payments that they concern. */
final class SessionTable {
    private static final String COLUMNS =
            "select id, turn_id, shop, session_id, kind, state, currency, amount, language,"
                    + " captured_before, attempts, intended_at, due_at, failures, hold, reason, reject_code, answer, tell_at,"
                    + " tell_failures, told_at, decided_by, decided_because, created_at from maksut_shopify_session";

    private static final String TURNS = "select id, shop, payment_id, set_aside_at from maksut_shopify_turn";

    private SessionTable() {}

    /** The row of a payment, made if it is not there, and locked until the transaction ends. */
    static long turn(Sql sql, String shop, String paymentId) {
        boolean unused = sql.insertIfAbsent(
                "maksut_shopify_turn", List.of("shop", "payment_id"), List.of("wakes"), shop, paymentId, 0);
        long id = sql.one(
                        "select id from maksut_shopify_turn where shop = ? and payment_id = ?",
                        row -> row.number("id"),
                        shop,
                        paymentId)
                .orElseThrow();
        lock(sql, id);
        return id;
    }

    /** Whoever adds work and whoever ends a turn do this first, so that nothing that comes in at that moment is forgotten. */
    static void lock(Sql sql, long turnId) {
        int locked = sql.update("update maksut_shopify_turn set wakes = wakes + 1 where id = ?", turnId);
        if (locked != 1) {
            throw new IllegalStateException("there is no turn " + turnId);
        }
    }

    /** There is something to do; whoever is at the payment just now will see it. */
    static void wake(Sql sql, long turnId, Instant now) {
        int unused = sql.update(
                "update maksut_shopify_turn set claimable_at = ? where id = ? and lease_owner is null"
                        + " and (claimable_at is null or claimable_at > ?)",
                now,
                turnId,
                now);
    }

    /** A payment that sessions concern, by Shopify's id of it; {@code setAsideAt} is null if all of it can be read. */
    record TurnRow(
            long id,
            String shop,
            String paymentId,
            @Nullable Instant setAsideAt) {}

    static TurnRow turn(Sql sql, long turnId) {
        return sql.one(TURNS + " where id = ?", SessionTable::readTurn, turnId).orElseThrow();
    }

    /** Whether it was not set aside before. */
    static boolean setAside(Sql sql, long turnId, Instant now) {
        return sql.update(
                        "update maksut_shopify_turn set set_aside_at = ? where id = ? and set_aside_at is null",
                        now,
                        turnId)
                == 1;
    }

    static void readable(Sql sql, long turnId) {
        int unused = sql.update("update maksut_shopify_turn set set_aside_at = null where id = ?", turnId);
    }

    static List<TurnRow> setAside(Sql sql, long after, int limit) {
        return sql.list(
                TURNS + " where set_aside_at is not null and id > ? order by id limit ?",
                SessionTable::readTurn,
                after,
                limit);
    }

    private static TurnRow readTurn(Row row) throws SQLException {
        return new TurnRow(
                row.number("id"),
                row.text("shop"),
                row.text("payment_id"),
                row.maybeInstant("set_aside_at").orElse(null));
    }

    /** The payment of a session, whatever else can be read of it. */
    static long turnOf(Sql sql, long sessionId) {
        return sql.one(
                        "select turn_id from maksut_shopify_session where id = ?",
                        row -> row.number("turn_id"),
                        sessionId)
                .orElseThrow();
    }

    /** Whether it is new. */
    static boolean insert(Sql sql, ShopifySession session) {
        Money amount = session.amount;
        return sql.insertIfAbsent(
                "maksut_shopify_session",
                List.of("shop", "session_id"),
                List.of(
                        "turn_id",
                        "kind",
                        "state",
                        "currency",
                        "amount",
                        "language",
                        "attempts",
                        "due_at",
                        "failures",
                        "reason",
                        "reject_code",
                        "answer",
                        "tell_at",
                        "tell_failures",
                        "created_at",
                        "changed_at"),
                session.shop,
                session.sessionId,
                session.turnId,
                session.kind.name().toLowerCase(Locale.ROOT),
                session.state.stored(),
                amount == null ? null : amount.currency().getCurrencyCode(),
                amount == null ? null : amount.minorUnits(),
                session.language.toLanguageTag(),
                session.attempts,
                session.dueAt,
                session.failures,
                session.reason,
                session.rejectCode,
                session.answer,
                session.tellAt,
                session.tellFailures,
                session.createdAt,
                session.createdAt);
    }

    static void update(Sql sql, ShopifySession session, Instant now) {
        int updated = sql.update(
                "update maksut_shopify_session set state = ?, captured_before = ?, attempts = ?, intended_at = ?,"
                        + " due_at = ?, failures = ?, hold = ?, reason = ?, reject_code = ?, answer = ?, tell_at = ?,"
                        + " tell_failures = ?, told_at = ?, decided_by = ?, decided_because = ?, changed_at = ?"
                        + " where id = ?",
                session.state.stored(),
                session.capturedBefore == null ? null : session.capturedBefore.minorUnits(),
                session.attempts,
                session.intendedAt,
                session.dueAt,
                session.failures,
                session.hold == null ? null : session.hold.name().toLowerCase(Locale.ROOT),
                session.reason,
                session.rejectCode,
                session.answer,
                session.tellAt,
                session.tellFailures,
                session.toldAt,
                session.decidedBy,
                session.decidedBecause,
                now,
                session.id);
        if (updated != 1) {
            throw new IllegalStateException("there is no session " + session.id);
        }
    }

    static List<ShopifySession> ofTurn(Sql sql, long turnId) {
        return sql.list(COLUMNS + " where turn_id = ? order by id", SessionTable::read, turnId);
    }

    static Optional<ShopifySession> find(Sql sql, String shop, String sessionId) {
        return sql.one(COLUMNS + " where shop = ? and session_id = ?", SessionTable::read, shop, sessionId);
    }

    static List<Reading<ShopifySession>> held(Sql sql, long after, int limit) {
        return sql.readings(
                COLUMNS + " where hold is not null and id > ? order by id limit ?", SessionTable::read, after, limit);
    }

    private static ShopifySession read(Row row) throws SQLException {
        Currency currency = row.maybeParsed("currency", Currency::getInstance).orElse(null);
        SessionDraft draft = new SessionDraft(
                row.number("id"),
                row.number("turn_id"),
                row.text("shop"),
                row.text("session_id"),
                row.parsed("kind", it -> SessionKind.valueOf(it.toUpperCase(Locale.ROOT))),
                row.parsed("state", State::of),
                money(currency, row.maybeNumber("amount")),
                Locale.forLanguageTag(row.text("language")),
                row.instant("created_at"));
        draft.attempts = (int) row.number("attempts");
        draft.intendedAt = row.maybeInstant("intended_at").orElse(null);
        draft.dueAt = row.maybeInstant("due_at").orElse(null);
        draft.failures = (int) row.number("failures");
        draft.hold = row.maybeParsed("hold", it -> Hold.valueOf(it.toUpperCase(Locale.ROOT)))
                .orElse(null);
        draft.reason = row.maybeText("reason").orElse(null);
        draft.rejectCode = row.maybeText("reject_code").orElse(null);
        draft.answer = row.maybeText("answer").orElse(null);
        draft.tellAt = row.maybeInstant("tell_at").orElse(null);
        draft.tellFailures = (int) row.number("tell_failures");
        draft.toldAt = row.maybeInstant("told_at").orElse(null);
        draft.decidedBy = row.maybeText("decided_by").orElse(null);
        draft.decidedBecause = row.maybeText("decided_because").orElse(null);
        draft.capturedBefore = money(currency, row.maybeNumber("captured_before"));
        return draft.finished();
    }

    private static @Nullable Money money(@Nullable Currency currency, Optional<Long> minor) {
        return currency == null || minor.isEmpty() ? null : Money.ofMinor(currency, minor.get());
    }
}
