package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.testkit.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Among how many the limits of an account are divided, as each process sees it before a request. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
@Timeout(120)
class LimitSharesTest {
    private static final Duration STEP = Duration.ofMillis(500);

    @Parameter
    private TestDatabases kind;

    private final ManualClock clock = ManualClock.at(SyncWorld.START);
    private DataSource database;
    private int processes;

    @BeforeEach
    void open() {
        database = kind.fresh();
    }

    /** A process of the ledger with its own clock, which is up to a minute wrong. */
    private final class OneProcess {
        final AskedGateway flatpay = new AskedGateway("flatpay");
        final AskedGateway everypay = new AskedGateway("everypay");
        private final OurClock own = new OurClock(clock);
        private final DataSource dataSource;
        private final Executor beside;

        OneProcess() {
            this(database, Runnable::run);
        }

        OneProcess(DataSource dataSource, Executor beside) {
            this.dataSource = dataSource;
            this.beside = beside;
            own.ahead(Duration.ofSeconds(processes++ % 2 == 0 ? 60 : -60));
            engine();
        }

        void engine() {
            RefundSync unused = RefundSync.builder(dataSource)
                    .gateway(flatpay)
                    .gateway(everypay)
                    .clock(own)
                    .besideWork(beside)
                    .build();
        }
    }

    /** Time passes for the processes and for the database. */
    private void pass(Duration span) throws SQLException {
        clock.advance(span);
        TestDatabases.execute(
                database, "update maksut_limit_share set asked_at = asked_at - " + span.toNanos() / 1_000);
    }

    private static double together(List<OneProcess> processes) {
        return processes.stream().mapToDouble(it -> 1.0 / it.flatpay.ask()).sum();
    }

    @Test
    void aLoneProcessHasTheWholeLimitAtOnce() {
        assertThat(new OneProcess().flatpay.ask()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void processesThatAskHaveTheWholeLimitTogetherAndNeverMore(int count) throws SQLException {
        List<OneProcess> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new OneProcess());
            pass(STEP);
            together(all);
        }
        assertThat(all.get(count - 1).flatpay.ask())
                .as("who comes last knows of all from its start on")
                .isEqualTo(count);
        for (Duration start = Duration.ZERO; start.compareTo(LimitShares.RENEWED_EVERY) < 0; start = start.plus(STEP)) {
            pass(STEP);
            together(all);
        }

        for (int i = 0; i < 24; i++) {
            assertThat(together(all)).isEqualTo(1.0);
            pass(STEP);
        }
    }

    @Test
    void whoDiesGivesItsPartBackWhenItsLeaseHasRunOut() throws SQLException {
        OneProcess survivor = new OneProcess();
        OneProcess dies = new OneProcess();
        pass(Duration.ofSeconds(3));
        assertThat(survivor.flatpay.ask()).isEqualTo(2);
        assertThat(dies.flatpay.ask()).isEqualTo(2);

        pass(Duration.ofSeconds(8));
        assertThat(survivor.flatpay.ask()).as("its lease runs").isEqualTo(2);

        pass(Duration.ofSeconds(3));
        assertThat(survivor.flatpay.ask()).as("it may be late").isEqualTo(2);
        pass(LimitShares.RENEWED_EVERY);
        assertThat(survivor.flatpay.ask()).as("all is the survivor's").isEqualTo(1);
    }

    @Test
    void whoAsksNothingHasNoPartUntilItAsksAgain() throws SQLException {
        OneProcess busy = new OneProcess();
        OneProcess idle = new OneProcess();
        for (int i = 0; i < 30; i++) {
            pass(STEP);
            busy.flatpay.ask();
        }
        assertThat(busy.flatpay.ask()).isEqualTo(1);

        assertThat(idle.flatpay.ask()).as("it knows of the other").isEqualTo(2);
        pass(LimitShares.RENEWED_EVERY);
        assertThat(busy.flatpay.ask()).isEqualTo(2);
    }

    @Test
    void eachAccountIsDividedAmongThoseWhoAskThat() throws SQLException {
        OneProcess one = new OneProcess();
        OneProcess other = new OneProcess();
        for (int i = 0; i < 30; i++) {
            pass(STEP);
            one.flatpay.ask();
            other.everypay.ask();
        }

        assertThat(one.flatpay.ask()).isEqualTo(1);
        assertThat(other.everypay.ask()).isEqualTo(1);
        assertThat(other.flatpay.ask()).isEqualTo(2);
    }

    @Test
    void severalEnginesOverOneGatewayObjectAreOne() throws SQLException {
        OneProcess process = new OneProcess();
        for (int i = 0; i < 3; i++) {
            process.engine();
            pass(Duration.ofSeconds(3));
            assertThat(process.flatpay.ask()).isEqualTo(1);
        }
    }

    @Test
    void whileTheLedgerIsAwayTheLastPartStands() throws SQLException {
        AtomicBoolean away = new AtomicBoolean();
        OneProcess process = new OneProcess(
                before(() -> {
                    if (away.get()) {
                        throw new SQLException("the database is away", "08001");
                    }
                }),
                Runnable::run);
        OneProcess other = new OneProcess();
        pass(Duration.ofSeconds(3));
        assertThat(process.flatpay.ask()).isEqualTo(2);

        away.set(true);
        for (int i = 0; i < 25; i++) {
            pass(STEP);
            assertThat(process.flatpay.ask()).isEqualTo(2);
        }
        assertThat(other.flatpay.ask()).isEqualTo(2);
        pass(LimitShares.RENEWED_EVERY);
        assertThat(other.flatpay.ask()).as("its lease has run out").isEqualTo(1);

        away.set(false);
        pass(Duration.ofSeconds(3));
        assertThat(process.flatpay.ask()).isEqualTo(2);
        assertThat(other.flatpay.ask()).isEqualTo(2);
    }

    @Test
    void whileTheLedgerHangsNoRequestWaitsAndOneThreadDoes() throws Exception {
        AtomicBoolean hangs = new AtomicBoolean();
        AtomicInteger hanging = new AtomicInteger();
        CountDownLatch hung = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        OneProcess process = new OneProcess(
                before(() -> {
                    if (hangs.get()) {
                        hanging.incrementAndGet();
                        hung.countDown();
                        await(goOn);
                    }
                }),
                LimitShares.oneThread());
        hangs.set(true);
        try {
            pass(Duration.ofSeconds(3));
            assertThat(process.flatpay.ask()).as("the part it had").isEqualTo(1);
            assertThat(hung.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                pass(STEP);
                assertThat(process.flatpay.ask()).isEqualTo(1);
            }
            assertThat(hanging).hasValue(1);
        } finally {
            goOn.countDown();
        }
    }

    private void databasesClockGoes(Duration ahead) throws SQLException {
        TestDatabases.execute(
                database, "update maksut_limit_share set asked_at = asked_at - (" + ahead.toNanos() / 1_000 + ")");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 3_600, -3_600})
    void whenTheDatabasesClockIsSetTheyNeverHaveMoreThanTheLimit(long seconds) throws SQLException {
        List<OneProcess> all = List.of(new OneProcess(), new OneProcess(), new OneProcess(), new OneProcess());
        for (int i = 0; i < 10; i++) {
            together(all);
            pass(STEP);
        }
        assertThat(together(all)).isEqualTo(1.0);

        databasesClockGoes(Duration.ofSeconds(seconds));
        for (int i = 0; i < 24; i++) {
            assertThat(together(all)).isEqualTo(1.0);
            pass(STEP);
        }
    }

    /** By a clock that is set back by a year, what it had written would count for a year. */
    @Test
    void whoDiedBeforeTheDatabasesClockWasSetBackGivesItsPartBackAllTheSame() throws SQLException {
        OneProcess survivor = new OneProcess();
        OneProcess dies = new OneProcess();
        pass(Duration.ofSeconds(3));
        assertThat(survivor.flatpay.ask() + dies.flatpay.ask()).isEqualTo(4);

        databasesClockGoes(Duration.ofDays(-365));
        for (int i = 0; i < 40; i++) {
            survivor.flatpay.ask();
            pass(STEP);
        }

        assertThat(survivor.flatpay.ask()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Event {
        void happens() throws SQLException;
    }

    /** The database; the event happens before a connection is lent. */
    private DataSource before(Event event) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    event.happens();
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
