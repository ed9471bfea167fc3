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

/** The rows of {@code maksut_statement}: what people stated on record. None is deleted; it may be withdrawn. */
final class StatementTable {
    enum Kind {
        SHOP_REFUND_FAILED,
        NO_SHOP,
        RELEASE,
        /** The failure of the statement {@code subject} is another one than {@code other}. */
        ANOTHER_FAILURE,
        /** The failure of the statement {@code subject} is the same as {@code other}. */
        SAME_FAILURE,
        /** Money that the gateway shows as refunded was refunded outside, for something else. */
        REFUNDED_ELSEWHERE,
        /** The money of the failed refund {@code subject} went out all the same. */
        FAILURE_PAID
    }

    /**
     * @param amount of the failed refund, or of the money refunded elsewhere; null for other kinds
     * @param subject the statement or failed refund that it is about; null for kinds without one
     * @param other what the subject is compared with; null for kinds that compare nothing
     * @param withdrawn whether it was withdrawn
     */
    record Stated(
            Kind kind,
            Statement statement,
            @Nullable Money amount,
            @Nullable String subject,
            @Nullable String other,
            boolean withdrawn) {
        Stated(Kind kind, Statement statement, @Nullable Money amount) {
            this(kind, statement, amount, null, null, false);
        }
    }

    private static final String SELECT =
            "select id, kind, currency, amount, subject, other, author, stated_at, statement, withdrawn_at"
                    + " from maksut_statement";
    private static final String OF_PAYMENT = SELECT + " where account = ? and (reference = ? or reference = '')";
    private static final String OLDEST_FIRST = " order by stated_at, id";

    private StatementTable() {}

    /** {@code reference} is empty for a statement about the whole account. */
    static void insert(Sql sql, String account, String reference, Stated stated) {
        Money amount = stated.amount();
        sql.update(
                "insert into maksut_statement (id, kind, account, reference, currency, amount, subject, other, author,"
                        + " stated_at, statement) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                stated.statement().id(),
                stated.kind().name(),
                account,
                reference,
                amount == null ? null : amount.currency().getCurrencyCode(),
                amount == null ? null : amount.minorUnits(),
                stated.subject(),
                stated.other(),
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

    /** Locks the account's standing statements until this transaction ends, so that none is withdrawn meanwhile. */
    static void lockAccount(Sql sql, String account) {
        sql.update(
                "update maksut_statement set reference = reference"
                        + " where account = ? and reference = '' and withdrawn_at is null",
                account);
    }

    /** The payment of a statement, to be locked before the statement changes; empty for one about the whole account. */
    static Optional<PaymentId> paymentOf(Sql sql, String id) {
        return sql.one(
                        "select account, reference from maksut_statement where id = ?",
                        row -> new String[] {row.text("account"), row.text("reference")},
                        id)
                .filter(it -> !it[1].isEmpty())
                .map(it -> new PaymentId(it[0], it[1]));
    }

    /** The statements that stand for this payment and its account, oldest first. */
    static List<Stated> standing(Sql sql, PaymentId payment) {
        return all(sql, payment).stream().filter(it -> !it.withdrawn()).toList();
    }

    /** As {@link #standing}, with those that were withdrawn. */
    static List<Stated> all(Sql sql, PaymentId payment) {
        return sql.list(OF_PAYMENT + OLDEST_FIRST, StatementTable::read, payment.account(), payment.reference());
    }

    /** As {@link #standing}, for callers that only show them. */
    static List<Reading<Stated>> each(Sql sql, PaymentId payment) {
        return sql.readings(
                OF_PAYMENT + " and withdrawn_at is null" + OLDEST_FIRST,
                StatementTable::read,
                payment.account(),
                payment.reference());
    }

    static Optional<Stated> byId(Sql sql, String id) {
        return sql.one(SELECT + " where id = ?", StatementTable::read, id);
    }

    private static Stated read(Row row) throws SQLException {
        Statement statement =
                new Statement(row.text("id"), row.text("author"), row.instant("stated_at"), row.text("statement"));
        return new Stated(
                row.parsed("kind", Kind::valueOf),
                statement,
                Stored.maybeMoney(row, "currency", "amount"),
                row.maybeText("subject").orElse(null),
                row.maybeText("other").orElse(null),
                row.maybeInstant("withdrawn_at").isPresent());
    }
}
