package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.maksut.monitor.Health;
import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.MemoryFolder;
import io.maksut.testkit.TestDatabases;
import io.maksut.testkit.UrlDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger that was set back, replaced or copied is noticed by the mark of it that is kept outside its database. */
class LedgerMarkTest {
    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    private final SyncWorld world = new SyncWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private DataSource database(String name) {
        return new UrlDataSource("jdbc:sqlite:" + folder.resolve(name));
    }

    private DataSource copyOf(DataSource ledger, String name) {
        execute(ledger, "vacuum into '" + folder.resolve(name) + "'");
        return database(name);
    }

    private static void execute(DataSource database, String statement) {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private RefundSync over(DataSource ledger) {
        return over(ledger, "mark");
    }

    private RefundSync over(DataSource ledger, String mark) {
        return over(ledger, mark, world.clock);
    }

    private RefundSync over(DataSource ledger, String mark, Clock clock) {
        RefundSync.Builder builder = RefundSync.builder(ledger)
                .clock(clock)
                .listener(world.events::add)
                .ledgerMark(LedgerMarkFile.of(folder.resolve(mark)))
                .shop(world.connected(SyncMode.PORTAL_PAYS));
        world.gateways().forEach(builder::gateway);
        return builder.build();
    }

    private RefundRequest asked(RefundSync sync) {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        sync.request("shop", request);
        return request;
    }

    /** Refunds one payment, and marks how far the ledger has come by then. */
    private void workOn(RefundSync sync) {
        asked(sync);
        sync.worker().workOff();
        world.clock.advance(Duration.ofMinutes(2));
        sync.worker().workOff();
    }

    private Health health(RefundSync sync) {
        return new Monitor(world.clock).watch(sync.ledger()).health();
    }

    private List<LedgerNotice> noticed() {
        return world.events.stream()
                .filter(SyncEvent.LedgerNoticed.class::isInstance)
                .map(it -> ((SyncEvent.LedgerNoticed) it).notice())
                .toList();
    }

    private static MoneyStop onlyStop(RefundSync sync) {
        List<MoneyStop> stops = sync.ledger().stops();
        assertThat(stops).hasSize(1);
        return stops.get(0);
    }

    @Test
    void aRestoredBackupStopsAllMoneyUntilAPersonSaysToGoOn() {
        DataSource ledger = database("ledger.db");
        RefundSync sync = over(ledger);
        workOn(sync);
        RefundRequest waiting = asked(sync);
        DataSource backup = copyOf(ledger, "backup.db");
        workOn(sync);

        RefundSync restored = over(backup);
        restored.worker().workOff();

        MoneyStop stop = onlyStop(restored);
        assertThat(stop.cause()).isEqualTo(MoneyStop.Cause.LEDGER_SET_BACK);
        assertThat(stop.scope()).isEqualTo(MoneyStop.Scope.all());
        assertThat(stop.explain(Locale.ENGLISH)).contains("set back");
        assertThat(world.events).contains(new SyncEvent.StopChanged(stop));
        assertThat(restored.ledger().refund("shop", waiting.id()).orElseThrow().reviewReason())
                .contains(ReviewReason.STOPPED);
        assertThat(health(restored).troubles()).extracting(Trouble::kind).contains(Trouble.Kind.LEDGER_SET_BACK);
        assertThat(health(restored).status()).isEqualTo(Health.Status.TROUBLED);

        restored.syncDesk().start(stop.id(), "mari", "compared with the portal");
        world.clock.advance(Duration.ofMinutes(2));
        restored.worker().workOff();
        world.clock.advance(Duration.ofMinutes(2));
        restored.worker().workOff();
        over(backup);

        assertThat(restored.ledger().stops()).isEmpty();
        assertThat(health(restored).troubles()).extracting(Trouble::kind).doesNotContain(Trouble.Kind.LEDGER_SET_BACK);
    }

    @Test
    void whatWaitsIsPaidOnceMoneyGoesOn() {
        DataSource ledger = database("ledger.db");
        RefundSync sync = over(ledger);
        workOn(sync);
        DataSource backup = copyOf(ledger, "backup.db");
        workOn(sync);
        RefundSync restored = over(backup);
        RefundRequest request = asked(restored);
        restored.worker().workOff();
        assertThat(world.refunds(request.payment())).isZero();

        restored.syncDesk().start(onlyStop(restored).id(), "mari", "compared with the portal");
        restored.worker().workOff();

        assertThat(world.refunds(request.payment())).isEqualTo(1);
        assertThat(restored.ledger().refund("shop", request.id()).orElseThrow().state())
                .isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aLedgerThatIsSetBackUnderARunningProgramAndHasGrownSinceIsNoticed() {
        DataSource ledger = database("ledger.db");
        RefundSync sync = over(ledger);
        workOn(sync);
        DataSource backup = copyOf(ledger, "backup.db");
        workOn(sync);
        RefundSync unmarked = over(backup, "no-mark-yet");
        workOn(unmarked);
        workOn(unmarked);
        assertThat(unmarked.ledger().stops()).isEmpty();

        RefundSync restored = over(backup);

        assertThat(onlyStop(restored).cause()).isEqualTo(MoneyStop.Cause.LEDGER_SET_BACK);
    }

    @Test
    void anotherProcessWithAMarkOfItsOwnAsksNotAgain() {
        DataSource ledger = database("ledger.db");
        RefundSync sync = over(ledger);
        RefundSync second = over(ledger, "second-mark");
        DataSource backup = copyOf(ledger, "backup.db");
        workOn(sync);
        workOn(second);
        RefundSync restored = over(backup);
        restored.syncDesk().start(onlyStop(restored).id(), "mari", "compared with the portal");

        RefundSync secondRestored = over(backup, "second-mark");

        assertThat(secondRestored.ledger().stops()).isEmpty();
        assertThat(secondRestored.ledger().everyStop()).hasSize(1);
    }

    /** It is not asked again every minute until the year of that clock has come. */
    @Test
    void aPersonsWordHoldsAlsoForAMarkOfAClockThatWasAhead() {
        DataSource ledger = database("ledger.db");
        RefundSync ahead = over(ledger, "mark", Clock.offset(world.clock, Duration.ofDays(365)));
        workOn(ahead);
        DataSource backup = copyOf(ledger, "backup.db");
        workOn(ahead);
        RefundSync restored = over(backup);
        restored.syncDesk().start(onlyStop(restored).id(), "mari", "compared with the portal");

        world.clock.advance(Duration.ofMinutes(2));
        restored.worker().workOff();

        assertThat(restored.ledger().stops()).isEmpty();
        assertThat(over(backup).ledger().stops()).isEmpty();
    }

    @Test
    void anEmptyLedgerInThePlaceOfAnotherIsNoticed() {
        workOn(over(database("ledger.db")));

        RefundSync empty = over(database("empty.db"));

        assertThat(onlyStop(empty).cause()).isEqualTo(MoneyStop.Cause.LEDGER_REPLACED);
        empty.syncDesk().start(onlyStop(empty).id(), "mari", "we begin anew");
        world.clock.advance(Duration.ofMinutes(2));
        empty.worker().workOff();
        assertThat(over(database("empty.db")).ledger().stops()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aLedgerThatGoesOnIsNotStopped(TestDatabases kind) {
        DataSource ledger = kind.fresh();
        RefundSync sync = over(ledger);
        workOn(sync);
        workOn(over(ledger));
        sync.worker().workOff();

        RefundSync again = over(ledger);

        assertThat(again.ledger().everyStop()).isEmpty();
        assertThat(noticed()).isEmpty();

        execute(
                ledger,
                "delete from maksut_ledger_event where id = (select top.id from (select max(id) as id from"
                        + " maksut_ledger_event) top)");
        assertThat(onlyStop(over(ledger)).cause()).isEqualTo(MoneyStop.Cause.LEDGER_SET_BACK);
    }

    @Test
    void aMarkThatIsMissingIsSaidForADayAndKeptAnew() throws IOException {
        DataSource ledger = database("ledger.db");
        workOn(over(ledger));
        Files.delete(folder.resolve("mark"));

        RefundSync sync = over(ledger);

        assertThat(noticed()).containsExactly(LedgerNotice.MARK_MISSING);
        assertThat(sync.ledger().stops()).isEmpty();
        assertThat(health(sync).troubles()).extracting(Trouble::kind).contains(Trouble.Kind.LEDGER_MAYBE_COPY);
        assertThat(folder.resolve("mark")).exists();
        world.clock.advance(Duration.ofDays(1));
        assertThat(health(sync).troubles()).extracting(Trouble::kind).doesNotContain(Trouble.Kind.LEDGER_MAYBE_COPY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "maksut ledger mark 1\nledger x\nevent 1\nat 2026-06-01T09:00:00Z\ncheck 0\n", "\u0000\u0001"
            })
    void aMarkThatCannotBeReadIsSaidAndLeftAsItIs(String damaged) throws IOException {
        DataSource ledger = database("ledger.db");
        workOn(over(ledger));
        Files.writeString(folder.resolve("mark"), damaged);

        RefundSync sync = over(ledger);
        sync.worker().workOff();

        assertThat(noticed()).containsExactly(LedgerNotice.MARK_UNREADABLE);
        assertThat(health(sync).troubles()).extracting(Trouble::kind).contains(Trouble.Kind.LEDGER_MARK_BROKEN);
        assertThat(folder.resolve("mark")).hasContent(damaged);
    }

    @Test
    void aMarkThatCannotBeKeptIsSaid() {
        RefundSync sync = over(database("ledger.db"), "no-such-folder/mark");

        assertThat(noticed()).containsExactly(LedgerNotice.MARK_NOT_KEPT);
        assertThat(health(sync).troubles()).extracting(Trouble::kind).contains(Trouble.Kind.LEDGER_MARK_BROKEN);
    }

    @Test
    void aCopyAtAnotherAddressIsSaid() {
        DataSource ledger = database("ledger.db");
        workOn(over(ledger));

        RefundSync staging = over(copyOf(ledger, "staging.db"));

        assertThat(noticed()).containsExactly(LedgerNotice.ANOTHER_ADDRESS);
        assertThat(health(staging).troubles()).extracting(Trouble::kind).contains(Trouble.Kind.LEDGER_MAYBE_COPY);
        over(ledger);
        over(database("staging.db"));
        assertThat(noticed()).as("once for each address").hasSize(1);
    }

    @Test
    void aFileKeepsTheLatestMarkWholeAndLeavesNothingBeside() throws IOException {
        LedgerMarkFile file = LedgerMarkFile.of(folder.resolve("mark"));
        assertThat(file.read()).isEmpty();
        LedgerMark first = new LedgerMark("a-ledger", 1, Instant.parse("2026-06-01T09:00:00.123456Z"));
        file.write(first);
        LedgerMark second = new LedgerMark("a-ledger", Long.MAX_VALUE, Instant.EPOCH);
        file.write(second);

        assertThat(file.read()).contains(second);
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside).containsExactly(folder.resolve("mark"));
        }
        String text = Files.readString(folder.resolve("mark"));
        for (int end = 0; end < text.length() - 1; end++) {
            Files.writeString(folder.resolve("mark"), text.substring(0, end));
            assertThatIOException().as(text.substring(0, end)).isThrownBy(file::read);
        }
    }
}
