package io.maksut.webhook;

import static io.maksut.webhook.Workers.SOURCE;
import static io.maksut.webhook.Workers.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.testkit.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The inbox forgets nothing, so most of its rows are old. */
class InboxWithManyOldRowsTest {
    private static final int OLD = Boolean.getBoolean("maksut.nightly") ? 1_000_000 : 200_000;
    private static final int NEW = 100;

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aClaimIsAsFastAsInAnEmptyInbox(TestDatabases kind) throws SQLException {
        ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T12:00:00Z"));
        DataSource dataSource = kind.fresh();
        Inbox inbox = Inbox.open(dataSource, clock);
        InboxQueue queue = new InboxQueue(inbox, Set.of(SOURCE), Duration.ofMinutes(1), 3);
        long empty = claims(inbox, queue, "empty");
        addOld(dataSource, kind);
        long full = claims(inbox, queue, "full");

        System.out.printf(
                "InboxWithManyOldRowsTest: %s, a claim and its end take %d us in an empty inbox, %d us behind %d old rows%n",
                kind, empty, full, OLD);
        // One look through all of them takes many milliseconds; the rest is the noise of a busy machine.
        assertThat(full).isLessThan(Math.max(5 * empty, 20_000));
        assertThat(plan(dataSource, kind)).contains("maksut_inbox_claim").doesNotContain("TEMP B-TREE");
        assertThat(inbox.deadLetters()).isEmpty();
    }

    /** Microseconds for one, on average. */
    private static long claims(Inbox inbox, InboxQueue queue, String prefix) {
        for (int i = 0; i < NEW; i++) {
            inbox.accept(SOURCE, delivery(prefix + i, prefix + i));
        }
        long start = System.nanoTime();
        for (int i = 0; i < NEW; i++) {
            queue.done(queue.claim().orElseThrow());
        }
        long took = System.nanoTime() - start;
        assertThat(queue.claim()).isEmpty();
        return took / 1_000 / NEW;
    }

    private static void addOld(DataSource dataSource, TestDatabases kind) throws SQLException {
        String numbers = switch (kind) {
            case SQLITE ->
                "(with recursive n(i) as (select 1 union all select i + 1 from n where i < " + OLD
                        + ") select i from n)";
            case POSTGRESQL -> "generate_series(1, " + OLD + ")";
            case MARIADB -> "seq_1_to_" + OLD;
        };
        String number = switch (kind) {
            case SQLITE -> "i";
            case POSTGRESQL -> "numbers";
            case MARIADB -> "seq";
        };
        String text = kind == TestDatabases.MARIADB ? "concat('old', " + number + ")" : "'old' || " + number;
        TestDatabases.execute(
                dataSource,
                "insert into maksut_inbox (source, delivery_key, collapses, subject, payload, correlation_id, received_at,"
                        + " attempts, state, ended_at) select 'flatpay', " + text + ", 0, " + text
                        + (kind == TestDatabases.POSTGRESQL ? ", '\\x01'::bytea" : ", x'01'")
                        + ", 'old', 1, 1, 'done', 1 from " + numbers + " as numbers");
        if (kind == TestDatabases.POSTGRESQL) {
            TestDatabases.execute(dataSource, "analyze maksut_inbox");
        }
    }

    private static String plan(DataSource dataSource, TestDatabases kind) throws SQLException {
        String hint = kind == TestDatabases.MARIADB ? " force index (maksut_inbox_claim)" : "";
        String explain = (kind == TestDatabases.SQLITE ? "explain query plan " : "explain ")
                + "select id, lease_token from maksut_inbox" + hint
                + " where claimable_at <= 1 order by claimable_at, id limit 1";
        StringBuilder plan = new StringBuilder();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(explain)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    plan.append(rows.getString(column)).append(' ');
                }
            }
        }
        return plan.toString();
    }
}
