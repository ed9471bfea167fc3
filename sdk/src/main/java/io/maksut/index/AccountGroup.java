package io.maksut.index;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.storage.Database;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The payments of several accounts of one {@link PaymentIndex} as one list: what a merchant with more than one gateway
 * looks at. Everything {@link AccountIndex} says of searches holds here too. Immutable and thread-safe.
 *
 * <pre>{@code
 * AccountGroup all = index.group(index.account("flatpay", flatpay.capabilities()), index.account("everypay", everypay.capabilities()));
 * IndexedPage page = all.page(PaymentQuery.customerEmail("mari@example.test"), null, 50);
 * }</pre>
 */
public final class AccountGroup {
    private static final Logger LOG = LoggerFactory.getLogger(AccountGroup.class);

    private final Database database;
    private final List<AccountIndex> accounts;

    AccountGroup(Database database, List<AccountIndex> accounts) {
        this.database = database;
        this.accounts = List.copyOf(accounts);
    }

    /**
     * The payments of all accounts that match, newest first.
     *
     * @param cursor from the page before, or null for the first page; a cursor of one account's pages will do
     * @param size at most so many, 1 to 1000
     * @throws IllegalArgumentException if the cursor is not one of this index, or the size is out of range
     */
    public IndexedPage page(PaymentQuery query, @Nullable String cursor, int size) {
        return AccountIndex.page(cursor, size, (after, limit) -> database.read(sql -> rows(sql, query, after, limit)));
    }

    /** All payments that match, newest first. Lazy; one page is in memory. */
    public Stream<IndexedPayment> search(PaymentQuery query) {
        return database.<PaymentRow>scan(
                        AccountIndex.PAGE_SIZE,
                        (sql, last, limit) -> rows(sql, query, last == null ? null : last.position(), limit))
                .flatMap(it -> it.readable().stream());
    }

    /**
     * Counts and sums of the payments that match, by account, status, method and currency. The database reads every one of
     * them: narrow the query to a time where there are many.
     *
     * @throws io.maksut.error.DatabaseException also if a sum does not fit a long of minor units
     */
    public List<PaymentTotals> totals(PaymentQuery query) {
        List<PaymentTotals> totals = new ArrayList<>();
        database.read(sql -> {
            totals.clear();
            for (AccountIndex account : accounts) {
                Walk all = Walk.inNoOrder(query, account.name());
                List<Optional<PaymentTotals>> some = sql.list(
                        "select status, method, currency, count(*) as payments, sum(chargeback_open) as disputed,"
                                + " sum(authorised) as authorised, sum(captured) as captured,"
                                + " sum(refunded) as refunded from maksut_payment where " + all.condition()
                                + " group by status, method, currency order by status, method, currency",
                        row -> readTotals(account.name(), row),
                        all.conditionParameters());
                some.forEach(it -> it.ifPresent(totals::add));
            }
            return totals;
        });
        return List.copyOf(totals);
    }

    /** Places are unique over accounts: ids are the table's. */
    private List<PaymentRow> rows(Sql sql, PaymentQuery query, @Nullable Position after, int limit) {
        Map<Position, PaymentRow> merged = new TreeMap<>();
        for (AccountIndex account : accounts) {
            account.rows(sql, query, after, limit).forEach(row -> merged.put(row.position(), row));
        }
        return merged.values().stream().limit(limit).toList();
    }

    /** Empty for a currency that this version does not know. */
    private static Optional<PaymentTotals> readTotals(String account, Row row) throws SQLException {
        Currency currency;
        try {
            currency = Money.ofMinor(row.text("currency"), 0).currency();
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "{} payments of {} are in a currency that this version does not know, and are not summed up",
                    row.number("payments"),
                    account);
            return Optional.empty();
        }
        return Optional.of(new PaymentTotals(
                account,
                StoredWord.of(PaymentStatus.class, row.text("status"), PaymentStatus.UNKNOWN),
                StoredWord.of(PaymentMethod.class, row.text("method"), PaymentMethod.UNKNOWN),
                row.number("payments"),
                row.number("disputed"),
                Money.ofMinor(currency, row.number("authorised")),
                Money.ofMinor(currency, row.number("captured")),
                Money.ofMinor(currency, row.number("refunded"))));
    }

    @Override
    public String toString() {
        return "AccountGroup" + accounts;
    }
}
