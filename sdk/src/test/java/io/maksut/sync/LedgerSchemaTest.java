package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.DatabaseException;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.index.PaymentIndex;
import io.maksut.portal.PaymentGateway;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.Inbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerSchemaTest {
    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void severalProcessesMayOpenAFreshLedgerAtOnceBesideInboxAndIndex(TestDatabases kind) throws Exception {
        DataSource dataSource = kind.fresh();
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try (PaymentGateway gateway = FlatpayPortal.builder().apiKey("priv_x").buildGateway()) {
            List<Future<RefundSync>> opened = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                opened.add(processes.submit(
                        () -> RefundSync.builder(dataSource).gateway(gateway).build()));
            }
            Inbox inbox = Inbox.open(dataSource);
            PaymentIndex index = PaymentIndex.open(dataSource, Clock.systemUTC());
            for (Future<RefundSync> sync : opened) {
                assertThat(sync.get(60, TimeUnit.SECONDS).ledger().inFlight()).isEmpty();
            }
            assertThat(RefundSync.builder(dataSource)
                            .gateway(gateway)
                            .build()
                            .worker()
                            .workOff())
                    .isZero();
            assertThat(inbox.deadLetters()).isEmpty();
            assertThat(index).isNotNull();
        } finally {
            processes.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void anOlderVersionRefusesANewerLedgerInOneSentenceAndChangesNothing(TestDatabases kind) throws Exception {
        DataSource dataSource = kind.fresh();
        try (PaymentGateway gateway = FlatpayPortal.builder().apiKey("priv_x").buildGateway();
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            RefundSync unused = RefundSync.builder(dataSource).gateway(gateway).build();
            statement.execute(
                    "insert into maksut_schema (component, version, checksum, steps_begun, steps_done, applied_at)"
                            + " values ('refunds', 2, 'of a newer release', 1, 1, 1)");

            assertThatThrownBy(() ->
                            RefundSync.builder(dataSource).gateway(gateway).build())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("the database has version 2 of schema refunds, this code knows 1: use newer code");
        }
    }

    @Test
    void nothingInTheCodeChangesWhatHasHappened() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/io/maksut/sync"))) {
            for (Path source :
                    sources.filter(it -> it.toString().endsWith(".java")).toList()) {
                assertThat(source)
                        .content()
                        .doesNotContain("update maksut_ledger_event", "delete from maksut_ledger_event")
                        .doesNotContain("delete from maksut_operation ", "delete from maksut_statement")
                        .doesNotContain("delete from maksut_decision");
            }
        }
    }
}
