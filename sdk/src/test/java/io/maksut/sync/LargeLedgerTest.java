package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is finished does not slow down what is to be done. */
class LargeLedgerTest {
    private static final int OLD = Boolean.getBoolean("maksut.nightly") ? 1_000_000 : 100_000;

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void theNextPaymentIsFoundBehindAnyNumberOfFinishedOnes(TestDatabases kind) throws SQLException {
        try (SyncWorld world = new SyncWorld(kind)) {
            RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
            fill(world);
            PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
            RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));

            long begin = System.nanoTime();
            sync.request("shop", request);
            sync.worker().workOff();
            double millis = (System.nanoTime() - begin) / 1e6;

            assertThat(world.refunds(payment)).isEqualTo(1);
            String plan = plan(world, kind);
            assertThat(plan)
                    .contains("maksut_payment_claim_claim")
                    .doesNotContain("seq scan", "scan maksut_payment_claim ");
            System.out.printf(
                    "%s: a refund behind %d finished payments, %.1f ms in all; plan of the claim: %s%n",
                    kind, OLD, millis, plan.replace('\n', ' '));
        }
    }

    private static void fill(SyncWorld world) throws SQLException {
        try (Connection connection = world.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into maksut_payment_claim (account, reference, wakes) values ('flatpay', ?, 1)")) {
                for (int i = 0; i < OLD; i++) {
                    insert.setString(1, "old-" + i);
                    insert.addBatch();
                    if (i % 10_000 == 9_999) {
                        insert.executeBatch();
                    }
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static String plan(SyncWorld world, TestDatabases kind) throws SQLException {
        String index = kind == TestDatabases.MARIADB ? " force index (maksut_payment_claim_claim)" : "";
        String query = "select id, lease_token from maksut_payment_claim" + index
                + " where claimable_at <= 1 order by claimable_at, id limit 1";
        String explain = kind == TestDatabases.SQLITE ? "explain query plan " : "explain ";
        try (Connection connection = world.dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery(explain + query)) {
            List<String> plan = new ArrayList<>();
            int columns = lines.getMetaData().getColumnCount();
            while (lines.next()) {
                for (int column = 1; column <= columns; column++) {
                    plan.add(String.valueOf(lines.getString(column)).toLowerCase(Locale.ROOT));
                }
            }
            return String.join(" ", plan);
        }
    }
}
