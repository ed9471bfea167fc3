package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Amounts;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.storage.Database;
import io.maksut.storage.Dialect;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.testkit.TestDatabases;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the databases do with the statements of a search among 200,000 payments, with statistics and without. */
@Tag("nightly")
@ParameterizedClass
@EnumSource(TestDatabases.class)
class PlansTest {
    /** As stored through the index; the database then makes {@link #COPIES} more of each. */
    private static final int SEEN = 2_000;

    private static final int COPIES = 99;
    private static final String ACCOUNT = "everypay";
    private static final Map<TestDatabases, DataSource> FILLED = new EnumMap<>(TestDatabases.class);

    @Parameter
    TestDatabases kind;

    private Database database;
    private AccountIndex payments;

    @BeforeEach
    void open() throws SQLException {
        DataSource dataSource = FILLED.get(kind);
        if (dataSource == null) {
            dataSource = kind.fresh();
            fill(dataSource);
            FILLED.put(kind, dataSource);
        }
        database = Database.open(dataSource);
        payments = PaymentIndex.open(dataSource, Clock.systemUTC()).account(ACCOUNT, Indexes.CAPABILITIES);
    }

    private static void fill(DataSource dataSource) throws SQLException {
        AccountIndex payments = PaymentIndex.open(dataSource, Clock.systemUTC()).account(ACCOUNT, Indexes.CAPABILITIES);
        payments.seenAll(() -> IntStream.range(0, SEEN)
                .mapToObj(number -> typical(payments, number))
                .iterator());
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String column : PaymentColumns.ALL.split(", ")) {
            if (!column.equals("id")) {
                columns.add(column);
                values.add(
                        switch (column) {
                            case "created", "created_at" -> "p." + column + " - n.n * 3600000000";
                            case "reference", "transaction_id" -> "concat(p." + column + ", '-', n.n)";
                            case "order_reference", "email_folded", "email" -> "concat(n.n % 20, p." + column + ")";
                            default -> "p." + column;
                        });
            }
        }
        TestDatabases.execute(
                dataSource,
                "insert into maksut_payment (" + String.join(", ", columns)
                        + ") with recursive n(n) as (select 1 union all select n + 1 from n where n < " + COPIES + ")"
                        + " select " + String.join(", ", values) + " from n cross join maksut_payment p");
        TestDatabases.execute(
                dataSource,
                "insert into maksut_payment_name (account, name, reference, kind)"
                        + " select account, transaction_id, reference, 'TRANSACTION' from maksut_payment"
                        + " where transaction_id like 't-%-%'");
    }

    /** Nearly all settled, a few of everything else; a customer has some payments; many are created in one second. */
    private static Payment typical(AccountIndex payments, int number) {
        Money amount = Money.ofMinor("EUR", 100 + number % 1_000);
        return payment(payments, "p-" + number)
                .created(NOON.plusSeconds(number / 2))
                .status(
                        number % 500 == 0
                                ? PaymentStatus.CHARGED_BACK
                                : number % 20 == 0 ? PaymentStatus.FAILED : PaymentStatus.SETTLED)
                .method(
                        number % 400 == 0
                                ? PaymentMethod.PAYPAL
                                : number % 3 == 0 ? PaymentMethod.OPEN_BANKING : PaymentMethod.CARD)
                .amounts(Amounts.of(amount, amount, Money.zero(amount.currency())))
                .customer(Customer.builder()
                        .email("customer" + number % 700 + "@example.test")
                        .reference("c-" + number % 700)
                        .firstName("A name")
                        .phone("+372 5551234")
                        .build())
                .order("order-" + number)
                .transaction("t-" + number)
                .build();
    }

    private static Map<String, PaymentQuery> queries() {
        PaymentQuery email = PaymentQuery.customerEmail("3customer77@example.test");
        PaymentQuery day =
                PaymentQuery.all().withCreated(NOON.minus(Duration.ofDays(2)), NOON.minus(Duration.ofDays(1)));
        Money five = Money.of("EUR", "5.00");
        Money six = Money.of("EUR", "6.00");
        Map<String, PaymentQuery> queries = new LinkedHashMap<>();
        queries.put("everything", PaymentQuery.all());
        queries.put("e-mail", email);
        queries.put("e-mail of nobody", PaymentQuery.customerEmail("nobody@example.test"));
        queries.put("reference", PaymentQuery.paymentId("p-77-3"));
        queries.put("transaction", PaymentQuery.paymentId("t-77-3"));
        queries.put("order", PaymentQuery.all().withOrderReference(new OrderReference("3order-77")));
        queries.put("common status", PaymentQuery.all().withStatus(PaymentStatus.SETTLED));
        queries.put("rare status", PaymentQuery.all().withStatus(PaymentStatus.CHARGED_BACK));
        queries.put("status of nobody", PaymentQuery.all().withStatus(PaymentStatus.VOIDED));
        queries.put("all statuses", PaymentQuery.all().withStatus(PaymentStatus.values()));
        queries.put("common method", PaymentQuery.all().withMethod(PaymentMethod.CARD));
        queries.put("rare methods", PaymentQuery.all().withMethod(PaymentMethod.PAYPAL, PaymentMethod.OTHER));
        queries.put("watched", PaymentQuery.all().withWatched());
        queries.put("watched, method", PaymentQuery.all().withWatched().withMethod(PaymentMethod.CARD));
        queries.put(
                "watched, e-mail of nobody",
                PaymentQuery.customerEmail("nobody@example.test").withWatched());
        queries.put("day", day);
        queries.put("amount", PaymentQuery.all().withAmount(five, six));
        queries.put("amount of nobody", PaymentQuery.all().withAmount(Money.of("SEK", "5.00"), null));
        queries.put("e-mail, status", email.withStatus(PaymentStatus.SETTLED, PaymentStatus.FAILED));
        queries.put("e-mail, day", email.withCreated(NOON.minus(Duration.ofDays(2)), NOON));
        queries.put(
                "e-mail, method, amount", email.withMethod(PaymentMethod.CARD).withAmount(null, six));
        queries.put("e-mail, order", email.withOrderReference(new OrderReference("3order-77")));
        queries.put("reference, e-mail", email.withPaymentId("p-77-3"));
        queries.put(
                "status, method, day, amount",
                day.withStatus(PaymentStatus.SETTLED, PaymentStatus.CHARGED_BACK)
                        .withMethod(PaymentMethod.CARD, PaymentMethod.PAYPAL)
                        .withAmount(five, six));
        queries.put(
                "method, amount",
                PaymentQuery.all().withMethod(PaymentMethod.CARD).withAmount(five, six));
        queries.put("day, amount", day.withAmount(five, null));
        return queries;
    }

    @Test
    void noSearchScansTheTableOrSortsTheResult() throws SQLException {
        assertPlans("without statistics");
        switch (kind) {
            case SQLITE, POSTGRESQL -> TestDatabases.execute(FILLED.get(kind), "analyze");
            case MARIADB ->
                TestDatabases.execute(FILLED.get(kind), "analyze table maksut_payment, maksut_payment_name");
        }
        assertPlans("with statistics");
    }

    private void assertPlans(String statistics) {
        Position after = new Position(NOON.minus(Duration.ofHours(30)).getEpochSecond() * 1_000_000L, 1_000);
        database.read(sql -> {
            Walk.prepare(sql);
            for (PaymentQuery query : everyCombination()) {
                for (Position from : new Position[] {null, after}) {
                    for (Walk walk : Walk.of(query, ACCOUNT, List.of("p-77-3", "p-78-3"), from)) {
                        assertThat(plan(sql, walk))
                                .as("%s, %s, %s page of %s", kind, statistics, from == null ? "first" : "next", query)
                                .isNotEmpty()
                                .allSatisfy(PlansTest::isWalkInOrder);
                    }
                }
            }
            return after;
        });
    }

    /** Each filter with and without each other, and those that may have several values with one and with two. */
    private static List<PaymentQuery> everyCombination() {
        List<UnaryOperator<PaymentQuery>> filters = List.of(
                it -> it.withCustomerEmail("3customer77@example.test"),
                it -> it.withPaymentId("p-77-3"),
                it -> it.withOrderReference(new OrderReference("3order-77")),
                it -> it.withStatus(PaymentStatus.SETTLED, PaymentStatus.CHARGED_BACK),
                it -> it.withMethod(PaymentMethod.CARD, PaymentMethod.PAYPAL),
                it -> it.withMethod(PaymentMethod.OPEN_BANKING),
                it -> it.withCreated(NOON.minus(Duration.ofDays(2)), NOON.minus(Duration.ofDays(1))),
                it -> it.withCreated(NOON.minus(Duration.ofDays(2)), null),
                it -> it.withAmount(Money.of("EUR", "5.00"), Money.of("EUR", "6.00")),
                PaymentQuery::withWatched);
        return IntStream.range(0, 1 << filters.size())
                .mapToObj(chosen -> IntStream.range(0, filters.size())
                        .filter(it -> (chosen >> it & 1) == 1)
                        .mapToObj(filters::get)
                        .reduce(PaymentQuery.all(), (query, filter) -> filter.apply(query), (one, other) -> other))
                .toList();
    }

    private static List<String> plan(Sql sql, Walk walk) {
        String explain = sql.dialect() == Dialect.SQLITE ? "explain query plan " : "explain ";
        return sql.list(
                explain + walk.select(sql.dialect()),
                row -> planLine(sql.dialect(), row),
                walk.parameters(AccountIndex.PAGE_SIZE + 1));
    }

    private static String planLine(Dialect dialect, Row row) throws SQLException {
        return switch (dialect) {
            case SQLITE -> row.text("detail");
            case POSTGRESQL -> row.text("QUERY PLAN");
            case MARIADB ->
                "type=" + row.maybeText("type").orElse("-") + " key="
                        + row.maybeText("key").orElse("-") + " "
                        + row.maybeText("Extra").orElse("");
        };
    }

    private static void isWalkInOrder(String line) {
        assertThat(line)
                .doesNotContain("SCAN", "TEMP B-TREE", "MULTI-INDEX") // SQLite
                .doesNotContain("Seq Scan", "Sort", "Bitmap") // PostgreSQL
                .doesNotContain("type=ALL", "type=index", "filesort", "temporary", "rowid filter"); // MariaDB
        if (!line.contains("Limit") && !line.contains("Cond:") && !line.contains("Filter:")) {
            assertThat(line)
                    .containsAnyOf(
                            "SEARCH maksut_payment USING INDEX maksut_payment_by_",
                            "Index Scan Backward using maksut_payment_by_",
                            "Index Scan using maksut_payment_by_", // at most one row
                            "key=maksut_payment_by_",
                            "Impossible WHERE",
                            "no matching row");
        }
    }

    @Test
    void everyKindOfSearchFindsItsPage() {
        queries().forEach((name, query) -> {
            long start = System.nanoTime();
            int found = payments.page(query, null).payments().size();
            System.out.printf(
                    "%s, 200,000 payments, %s: %d found in %d us%n",
                    kind, name, found, (System.nanoTime() - start) / 1_000);
            assertThat(found).isLessThanOrEqualTo(AccountIndex.PAGE_SIZE);
            if (!name.contains("nobody")) {
                assertThat(found).as(name).isPositive();
            }
        });
    }
}
