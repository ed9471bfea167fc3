package io.maksut.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maksut.testkit.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class DatabaseTest {
    @Parameter
    TestDatabases kind;

    private DataSource dataSource;
    private Database database;

    @BeforeEach
    void createTable() throws SQLException {
        dataSource = kind.freshUnpooled();
        database = Database.open(dataSource);
        TestDatabases.execute(dataSource, "create table account (id integer primary key, amount integer not null)");
        TestDatabases.execute(dataSource, "insert into account (id, amount) values (1, 10), (2, 20)");
    }

    @Test
    void theDialectIsRecognised() {
        assertThat(database.dialect().name()).isEqualTo(kind.name());
    }

    @Test
    void allOfATransactionIsStoredOrNothing() {
        database.inTransaction(sql -> add(sql, 1, 1) + add(sql, 2, 1));
        assertThat(amounts()).containsExactly(11L, 21L);

        IllegalArgumentException thrown = new IllegalArgumentException("by the work");
        assertThatThrownBy(() -> database.inTransaction(sql -> {
                    add(sql, 1, 1);
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> database.inTransaction(sql -> {
                    add(sql, 1, 1);
                    throw new StackOverflowError();
                }));
        assertThat(amounts()).containsExactly(11L, 21L);
    }

    @Test
    void aFailedStatementFailsTheTransactionEvenIfTheWorkCatchesIt() {
        assertThatThrownBy(() -> database.inTransaction(sql -> {
                    add(sql, 1, 1);
                    try {
                        sql.update("insert into account (id, amount) values (1, 0)");
                    } catch (StorageException caught) {
                        assertThat(caught.isTransient()).isFalse();
                    }
                    return "done";
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("insert into account");
        assertThat(amounts()).containsExactly(10L, 20L);
    }

    @Test
    void whatOnlyReadsMayNotWriteAndTheNextOneMay() {
        DataSource one = onlyOneConnection();
        Database lending = Database.open(one);
        assertThatThrownBy(() -> lending.read(sql -> add(sql, 1, 1))).isInstanceOf(StorageException.class);
        lending.inTransaction(sql -> add(sql, 1, 1));
        assertThat(amounts()).containsExactly(11L, 20L);
    }

    @Test
    void whatOnlyReadsSeesOneStateThroughout() {
        database.read(sql -> {
            assertThat(amounts(sql)).containsExactly(10L, 20L);
            inAnotherThread(() -> database.inTransaction(other -> add(other, 1, 5)));
            assertThat(amounts(sql)).containsExactly(10L, 20L);
            return null;
        });
        assertThat(amounts()).containsExactly(15L, 20L);
    }

    @Test
    void aTransactionWithinATransactionIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> database.inTransaction(sql -> database.inTransaction(inner -> add(inner, 1, 1))));
        assertThatIllegalStateException().isThrownBy(() -> database.read(sql -> database.read(inner -> 1)));
        database.inTransaction(sql -> add(sql, 1, 1));
        assertThat(amounts()).containsExactly(11L, 20L);
    }

    @Test
    void theConnectionComesBackAsItWasLent() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(autoCommit);
                Database lending = Database.open(Lent.of(connection));
                lending.inTransaction(sql -> add(sql, 1, 1));
                lending.read(sql -> amounts(sql));
                assertThatThrownBy(() -> lending.inTransaction(sql -> sql.update("nonsense")))
                        .isInstanceOf(StorageException.class);

                assertThat(connection.isClosed()).isFalse();
                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                connection.setAutoCommit(true);
            }
        }
        assertThat(amounts()).containsExactly(12L, 20L);
    }

    @Test
    void theLoserOfADeadlockIsRunAgain() throws Exception {
        assumeTrue(kind != TestDatabases.SQLITE, "SQLite has one writer, no deadlocks");
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        try (Threads threads = new Threads(2)) {
            List<Future<Integer>> both = new ArrayList<>();
            for (int first : List.of(1, 2)) {
                both.add(threads.run(() -> database.inTransaction(sql -> {
                    int run = runs.incrementAndGet();
                    add(sql, first, 1);
                    if (run <= 2) {
                        await(bothHoldOne);
                    }
                    return add(sql, 3 - first, 1);
                })));
            }
            for (Future<Integer> each : both) {
                assertThat(Threads.result(each)).isEqualTo(1);
            }
        }
        assertThat(runs).hasValue(3);
        assertThat(amounts()).containsExactly(12L, 22L);
    }

    @Test
    void aWriterWaitsForAnotherProcessThatHoldsTheSqliteFile() throws Exception {
        assumeTrue(kind == TestDatabases.SQLITE);
        CountDownLatch tooBusy = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        AtomicInteger pauses = new AtomicInteger();
        Database other = new Database(
                dataSource,
                Dialect.SQLITE,
                failures -> {
                    pauses.incrementAndGet();
                    tooBusy.countDown();
                    assertThat(finished.await(60, TimeUnit.SECONDS)).isTrue();
                },
                Duration.ofMillis(20));
        try (Threads threads = new Threads(1);
                Connection process = dataSource.getConnection();
                Statement statement = process.createStatement()) {
            statement.execute("begin immediate");
            Future<Integer> waiter = threads.run(() -> other.inTransaction(sql -> add(sql, 1, 1)));
            await(tooBusy);
            statement.execute("update account set amount = amount + 1 where id = 1");
            statement.execute("commit");
            finished.countDown();
            Threads.result(waiter);
        }
        assertThat(pauses).hasValue(1);
        assertThat(amounts()).containsExactly(12L, 20L);
    }

    @Test
    void aLockWaitThatRanOutIsTransientAndNotRepeated() throws Exception {
        assumeTrue(kind != TestDatabases.SQLITE, "SQLite locks no rows");
        String shortWait =
                kind == TestDatabases.MARIADB ? "set innodb_lock_wait_timeout = 1" : "set lock_timeout = '50ms'";
        AtomicInteger runs = new AtomicInteger();
        StorageException thrown = database.inTransaction(holder -> {
            add(holder, 1, 1);
            return inAnotherThread(() -> catchThrowableOfType(
                    StorageException.class,
                    () -> database.inTransaction(sql -> {
                        runs.incrementAndGet();
                        sql.update(shortWait);
                        return add(sql, 1, 1);
                    })));
        });
        assertThat(thrown.isTransient()).isTrue();
        assertThat(runs).hasValue(1);
        assertThat(amounts()).containsExactly(11L, 20L);
    }

    @Test
    void repetitionEndsAfterEightRuns() {
        AtomicInteger runs = new AtomicInteger();
        List<Integer> pauses = new ArrayList<>();
        Database impatient = new Database(dataSource, database.dialect(), pauses::add, Duration.ofSeconds(1));
        SQLException contention = switch (kind) {
            case SQLITE -> new SQLException("", null, 5);
            case POSTGRESQL -> new SQLException("", "40001");
            case MARIADB -> new SQLException("", "40001", 1213);
        };
        StorageException thrown = catchThrowableOfType(
                StorageException.class,
                () -> impatient.inTransaction(sql -> {
                    runs.incrementAndGet();
                    add(sql, 1, 1);
                    throw StorageException.of("statement", contention, impatient.dialect());
                }));
        assertThat(thrown.isTransient()).isTrue();
        assertThat(runs).hasValue(8);
        assertThat(pauses).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(amounts()).containsExactly(10L, 20L);
    }

    @Test
    void anInterruptEndsTheRepetition() {
        Database interrupted = new Database(
                dataSource,
                database.dialect(),
                failures -> {
                    throw new InterruptedException();
                },
                Duration.ofSeconds(1));
        assertThatThrownBy(() -> interrupted.inTransaction(sql -> {
                    throw StorageException.of(
                            "statement",
                            new SQLException("", "40001", kind == TestDatabases.MARIADB ? 1213 : 5),
                            sql.dialect());
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aConnectionLostBeforeTheCommitMeansNothingIsStoredAndMayBeTriedAgain() {
        assumeTrue(kind != TestDatabases.SQLITE, "SQLite has no connection to lose");
        StorageException thrown = catchThrowableOfType(
                StorageException.class,
                () -> database.inTransaction(sql -> {
                    add(sql, 1, 1);
                    killConnectionOf(sql);
                    return add(sql, 2, 1);
                }));
        assertThat(thrown.isTransient()).isTrue();
        assertThat(thrown.isOutcomeUnknown()).isFalse();
        assertThat(amounts()).containsExactly(10L, 20L);
    }

    @Test
    void aConnectionLostAtTheCommitLeavesTheOutcomeUnknownAndIsNotRepeated() {
        assumeTrue(kind != TestDatabases.SQLITE, "SQLite has no connection to lose");
        AtomicInteger runs = new AtomicInteger();
        StorageException thrown = catchThrowableOfType(
                StorageException.class,
                () -> database.inTransaction(sql -> {
                    runs.incrementAndGet();
                    add(sql, 1, 1);
                    killConnectionOf(sql);
                    return "commits next";
                }));
        assertThat(thrown.isOutcomeUnknown()).isTrue();
        assertThat(thrown.isTransient()).isTrue();
        assertThat(runs).hasValue(1);
        database.inTransaction(sql -> add(sql, 2, 1));
        assertThat(amounts().get(1)).isEqualTo(21L);
    }

    @Test
    void writersOfOneProcessQueueUpAndNoneIsLost() throws Exception {
        try (Threads threads = new Threads(4)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(threads.run(() -> database.inTransaction(sql -> add(sql, 1, 1))));
            }
            for (Future<Integer> each : all) {
                assertThat(Threads.result(each)).isEqualTo(1);
            }
        }
        assertThat(amounts()).containsExactly(110L, 20L);
    }

    @Test
    void whatOpensTheSameFileQueuesUpInOneLine() throws Exception {
        assumeTrue(kind == TestDatabases.SQLITE, "the others let several write");
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        try (Threads threads = new Threads(1)) {
            Future<Integer> holder = threads.run(() -> database.inTransaction(sql -> {
                holding.countDown();
                await(queued);
                return add(sql, 1, 1);
            }));
            await(holding);
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                Database another = Database.open(dataSource);
                Thread writer = new Thread(() -> another.inTransaction(sql -> order.add(number)));
                writer.start();
                while (writer.getState() != Thread.State.TIMED_WAITING) {
                    assertThat(writer.isAlive()).isTrue();
                    Thread.onSpinWait();
                }
                writers.add(writer);
            }
            queued.countDown();
            Threads.result(holder);
            for (Thread writer : writers) {
                writer.join();
            }
        }
        assertThat(order).containsExactly(0, 1, 2);
    }

    @Test
    void workThatRanNoStatementLeavesNothingToWhoUsesItsConnectionNext() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Database lending = Database.open(Lent.of(connection));
            assertThat(lending.<String>read(sql -> "nothing")).isEqualTo("nothing");
            lending.inTransaction(sql -> add(sql, 1, 1));
            assertThat(lending.<String>read(sql -> "nothing")).isEqualTo("nothing");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lending.read(sql -> {
                        throw new IllegalArgumentException();
                    }));

            connection.setAutoCommit(false);
            try (Statement applications = connection.createStatement()) {
                assertThat(applications.executeUpdate("update account set amount = amount + 1 where id = 2"))
                        .isEqualTo(1);
                connection.commit();
            }
            lending.inTransaction(sql -> "nothing");
            if (kind == TestDatabases.MARIADB) {
                assertThat(isolationOfTheNext(connection)).isEqualTo("REPEATABLE READ");
            }
        }
        assertThat(amounts()).containsExactly(11L, 21L);
    }

    private static String isolationOfTheNext(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("update account set amount = amount where id = 2");
            try (ResultSet transaction = statement.executeQuery("select trx_isolation_level from"
                    + " information_schema.innodb_trx where trx_mysql_thread_id = connection_id()")) {
                assertThat(transaction.next()).isTrue();
                return transaction.getString(1);
            } finally {
                connection.rollback();
            }
        }
    }

    private void killConnectionOf(Sql sql) {
        boolean mariadb = kind == TestDatabases.MARIADB;
        long id = sql.one(
                        "select " + (mariadb ? "connection_id()" : "pg_backend_pid()") + " as id",
                        row -> row.number("id"))
                .orElseThrow();
        inAnotherThread(() -> {
            TestDatabases.execute(
                    dataSource, mariadb ? "kill " + id : "select pg_terminate_backend(" + id + ", 10000)");
            return null;
        });
    }

    private static int add(Sql sql, int id, int amount) {
        return sql.update("update account set amount = amount + ? where id = ?", amount, id);
    }

    private List<Long> amounts() {
        return database.read(DatabaseTest::amounts);
    }

    private static List<Long> amounts(Sql sql) {
        return sql.list("select amount from account order by id", row -> row.number("amount"));
    }

    private DataSource onlyOneConnection() {
        try {
            return Lent.of(dataSource.getConnection());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T inAnotherThread(Callable<T> work) {
        try (Threads threads = new Threads(1)) {
            return Threads.result(threads.run(work));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
