package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Statement;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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
        return sql.list(
                "select id, kind, currency, amount, author, stated_at, statement from maksut_statement"
                        + " where account = ? and (reference = ? or reference = '') and withdrawn_at is null"
                        + " order by stated_at, id",
                StatementTable::read,
                payment.account(),
                payment.reference());
    }

    private static Stated read(Row row) throws SQLException {
        Statement statement =
                new Statement(row.text("id"), row.text("author"), row.instant("stated_at"), row.text("statement"));
        String currency = row.maybeText("currency").orElse(null);
        return new Stated(
                Kind.valueOf(row.text("kind")),
                statement,
                currency == null ? null : Money.ofMinor(currency, row.number("amount")));
    }
}
