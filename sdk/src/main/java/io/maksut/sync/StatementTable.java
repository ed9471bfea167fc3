package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Statement;
import io.maksut.storage.Reading;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_statement}: what people stated on record. None is deleted; one may be withdrawn. */
final class StatementTable {
    enum Kind {
        SHOP_REFUND_FAILED,
        NO_SHOP,
        RELEASE
    }

    /** @param amount of the failed refund; null for other kinds */
    record Stated(Kind kind, Statement statement, @Nullable Money amount) {}

    private static final String SELECT =
            "select id, kind, currency, amount, author, stated_at, statement from maksut_statement";
    private static final String STANDING = SELECT
            + " where account = ? and (reference = ? or reference = '') and withdrawn_at is null order by stated_at, id";

    private StatementTable() {}

    /** {@code reference} is empty for what holds for the whole account. */
    static void insert(Sql sql, String account, String reference, Stated stated) {
        Money amount = stated.amount();
        sql.update(
                "insert into maksut_statement (id, kind, account, reference, currency, amount, author, stated_at, statement)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                stated.statement().id(),
                stated.kind().name(),
                account,
                reference,
                amount == null ? null : amount.currency().getCurrencyCode(),
                amount == null ? null : amount.minorUnits(),
                stated.statement().author(),
                stated.statement().at(),
                stated.statement().text());
    }

    static boolean withdraw(Sql sql, String id, Instant now, String author, String reason) {
        return sql.update(
                        "update maksut_statement set withdrawn_at = ?, withdrawn_by = ?, withdrawn_because = ?"
                                + " where id = ? and withdrawn_at is null",
                        now,
                        author,
                        reason,
                        id)
                == 1;
    }

    /** Those that stand for this payment, its account's included, the oldest first. */
    static List<Stated> standing(Sql sql, PaymentId payment) {
        return sql.list(STANDING, StatementTable::read, payment.account(), payment.reference());
    }

    /** As {@link #standing}, for whoever only shows them. */
    static List<Reading<Stated>> each(Sql sql, PaymentId payment) {
        return sql.readings(STANDING, StatementTable::read, payment.account(), payment.reference());
    }

    static Optional<Stated> byId(Sql sql, String id) {
        return sql.one(SELECT + " where id = ?", StatementTable::read, id);
    }

    private static Stated read(Row row) throws SQLException {
        Statement statement =
                new Statement(row.text("id"), row.text("author"), row.instant("stated_at"), row.text("statement"));
        return new Stated(row.parsed("kind", Kind::valueOf), statement, Stored.maybeMoney(row, "currency", "amount"));
    }
}
