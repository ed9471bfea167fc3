package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.MemoryFolder;
import io.maksut.testkit.UrlDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger is set back to what it was before a refund was paid: a backup, a copy, commits that were lost. */
class OlderLedgerTest {
    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    private final SyncWorld world = new SyncWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private DataSource ledger(String name) {
        return new UrlDataSource("jdbc:sqlite:" + folder.resolve(name));
    }

    private RefundSync over(DataSource ledger) {
        RefundSync.Builder builder = RefundSync.builder(ledger)
                .clock(world.clock)
                .listener(world.events::add)
                .shop(world.connected(SyncMode.PORTAL_PAYS));
        world.gateways().forEach(builder::gateway);
        return builder.build();
    }

    private DataSource copyOf(DataSource ledger, String name) {
        try (Connection connection = ledger.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum into '" + folder.resolve(name) + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return ledger(name);
    }

    /** The ledger of the moment when this was asked for and not yet paid, which it is by now, and the shop knows it. */
    private RefundSync restored(RefundRequest request) {
        DataSource ledger = ledger("ledger.db");
        RefundSync sync = over(ledger);
        sync.worker().scanDue(); // the order was seen long before
        sync.request("shop", request);
        DataSource backup = copyOf(ledger, "backup.db");
        sync.worker().workOff();
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
        world.clock.advance(Duration.ofHours(2));
        return over(backup);
    }

    private RefundRequest asked(Gateway gateway, String amount) {
        PaymentId payment = world.settled(gateway, "10.00");
        return world.shop.asksToRefund(world.shop.order(payment), payment, eur(amount));
    }

    @Test
    void whatWasPaidAfterTheBackupIsNotPaidAgain() {
        RefundRequest request = asked(Gateway.EVERYPAY, "4.00");
        RefundSync restored = restored(request);

        world.work(restored, Duration.ofMinutes(30));

        assertThat(world.refunds(request.payment())).as("movements").isEqualTo(1L);
        LedgerOperation refund = restored.ledger().refund("shop", request.id()).orElseThrow();
        assertThat(refund.state()).isNotEqualTo(State.DECLINED);
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void whatWasPaidAfterTheBackupAndIsMoreThanIsLeftIsNotDeclined(Gateway gateway) {
        RefundRequest request = asked(gateway, "6.00");
        RefundSync restored = restored(request);

        world.work(restored, Duration.ofMinutes(30));

        assertThat(world.shop.told(request.id())).as("told").doesNotContain(Verdict.DECLINED);
        LedgerOperation refund = restored.ledger().refund("shop", request.id()).orElseThrow();
        assertThat(refund.state()).isNotEqualTo(State.DECLINED);
        assertThat(refund.state() == State.SUCCEEDED || refund.reviewReason().isPresent())
                .as("done, or a person's: %s", refund)
                .isTrue();
        assertThat(world.refunds(request.payment())).isEqualTo(1L);
    }
}
