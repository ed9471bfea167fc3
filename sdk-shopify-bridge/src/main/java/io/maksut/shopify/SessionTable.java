package io.maksut.shopify;

import io.maksut.observe.CorrelationId;
import io.maksut.payment.Money;
import io.maksut.shopify.UnmatchedSession.State;
import io.maksut.storage.Reading;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.sync.ReviewReason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_shopify_session}: sessions that are not in the engine's ledger. */
final class SessionTable {
    static final String TABLE = "maksut_shopify_session";

    private static final String COLUMNS =
            "select id, shop, session_id, payment_id, kind, state, currency, amount, language,"
                    + " failures, review_reason, reason, answer, told_at, created_at, correlation_id from maksut_shopify_session";

    private SessionTable() {}

    /** Whether the session is new. A new one is due at once. */
    static boolean insert(Sql sql, UnmatchedSession session) {
        Money amount = session.amount();
        return sql.insertIfAbsent(
                TABLE,
                List.of("shop", "session_id"),
                List.of(
                        "claimable_at",
                        "payment_id",
                        "kind",
                        "state",
                        "currency",
                        "amount",
                        "language",
                        "failures",
                        "reason",
                        "answer",
                        "created_at",
                        "changed_at",
                        "correlation_id"),
                session.shop(),
                session.sessionId(),
                session.createdAt(),
                session.paymentId(),
                stored(session.kind()),
                stored(session.state()),
                amount == null ? null : amount.currency().getCurrencyCode(),
                amount == null ? null : amount.minorUnits(),
                session.language().toLanguageTag(),
                session.failures(),
                session.reason(),
                session.answer(),
                session.createdAt(),
                session.createdAt(),
                session.correlationId().value());
    }

    static void update(Sql sql, UnmatchedSession session, Instant now) {
        int updated = sql.update(
                "update maksut_shopify_session set state = ?, failures = ?, review_reason = ?, reason = ?, answer = ?, told_at = ?,"
                        + " changed_at = ?, set_aside_at = null where id = ?",
                stored(session.state()),
                session.failures(),
                session.reviewReason() == null ? null : stored(session.reviewReason()),
                session.reason(),
                session.answer(),
                session.toldAt(),
                now,
                session.id());
        if (updated != 1) {
            throw new IllegalStateException("there is no session " + session.id());
        }
    }

    /** Records who decided about a session, and why. */
    static void decided(Sql sql, long id, String author, String reason) {
        int unused = sql.update(
                "update maksut_shopify_session set decided_by = ?, decided_because = ? where id = ?",
                author,
                reason,
                id);
    }

    /** Deletes a session that the engine has now. */
    static void delete(Sql sql, long id) {
        int unused = sql.update("delete from maksut_shopify_session where id = ?", id);
    }

    /** Makes the session due now, unless a worker has it. */
    static void wake(Sql sql, long id, Instant now) {
        int unused = sql.update(
                "update maksut_shopify_session set claimable_at = ? where id = ? and lease_owner is null", now, id);
    }

    /** Shopify is told by then, unless somebody is at it; of what a person is asked about, patience begins anew. */
    static void tellBy(Sql sql, long id, Instant by) {
        int unused = sql.update(
                "update maksut_shopify_session set failures = case when review_reason is null then failures else 0 end,"
                        + " claimable_at = case when claimable_at < ? then claimable_at else ? end"
                        + " where id = ? and told_at is null and lease_owner is null",
                by,
                by,
                id);
    }

    static UnmatchedSession get(Sql sql, long id) {
        return sql.one(COLUMNS + " where id = ?", SessionTable::read, id).orElseThrow();
    }

    static Optional<UnmatchedSession> find(Sql sql, String shop, String sessionId) {
        return sql.one(COLUMNS + " where shop = ? and session_id = ?", SessionTable::read, shop, sessionId);
    }

    static List<Reading<UnmatchedSession>> held(Sql sql, long after, int limit) {
        return sql.readings(
                COLUMNS + " where review_reason is not null and id > ? order by id limit ?",
                SessionTable::read,
                after,
                limit);
    }

    /** A session that cannot be read. */
    record Unreadable(long id, String shop, String paymentId, Instant since) {}

    /** Notes that a session cannot be read; returns what is known of it the first time, and empty later. */
    static Optional<Unreadable> setAside(Sql sql, long id, Instant now) {
        int noted = sql.update(
                "update maksut_shopify_session set set_aside_at = ? where id = ? and set_aside_at is null", now, id);
        return noted == 1
                ? sql.one(
                        "select id, shop, payment_id, set_aside_at from maksut_shopify_session where id = ?",
                        SessionTable::readUnreadable,
                        id)
                : Optional.empty();
    }

    static List<Unreadable> setAside(Sql sql, long after, int limit) {
        return sql.list(
                "select id, shop, payment_id, set_aside_at from maksut_shopify_session"
                        + " where set_aside_at is not null and id > ? order by id limit ?",
                SessionTable::readUnreadable,
                after,
                limit);
    }

    private static Unreadable readUnreadable(Row row) throws SQLException {
        return new Unreadable(row.number("id"), row.text("shop"), row.text("payment_id"), row.instant("set_aside_at"));
    }

    private static String stored(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static UnmatchedSession read(Row row) throws SQLException {
        Currency currency = row.maybeParsed("currency", Currency::getInstance).orElse(null);
        return new UnmatchedSession(
                row.number("id"),
                row.text("shop"),
                row.text("session_id"),
                row.text("payment_id"),
                row.parsed("kind", it -> SessionKind.valueOf(it.toUpperCase(Locale.ROOT))),
                row.parsed("state", it -> State.valueOf(it.toUpperCase(Locale.ROOT))),
                money(currency, row.maybeNumber("amount")),
                Locale.forLanguageTag(row.text("language")),
                (int) row.number("failures"),
                row.maybeParsed("review_reason", it -> ReviewReason.valueOf(it.toUpperCase(Locale.ROOT)))
                        .orElse(null),
                row.maybeText("reason").orElse(null),
                row.maybeText("answer").orElse(null),
                row.maybeInstant("told_at").orElse(null),
                row.instant("created_at"),
                CorrelationId.orRandom(row.text("correlation_id")));
    }

    private static @Nullable Money money(@Nullable Currency currency, Optional<Long> minor) {
        return currency == null || minor.isEmpty() ? null : Money.ofMinor(currency, minor.get());
    }
}
