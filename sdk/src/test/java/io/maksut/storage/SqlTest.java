package io.maksut.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maksut.testkit.TestDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class SqlTest {
    private static final Schema THINGS = new Schema("things", List.of("""
                    create table maksut_thing (
                      id {id},
                      shop {text(40)} not null,
                      name {text(200)} not null,
                      note {long_text},
                      body {bytes},
                      amount {number},
                      good {flag},
                      seen_at {instant},
                      unique (shop, name)
                    );
                    create unique index maksut_thing_amount on maksut_thing (amount);
                    """));

    @Parameter
    TestDatabases kind;

    private Database database;

    @BeforeEach
    void migrate() {
        database = Database.open(kind.fresh());
        new Migrations(database, Clock.systemUTC()).apply(THINGS);
    }

    @Test
    void everyTypeComesBackAsItWasStored() {
        byte[] bytes = {0, -1, 39, 92};
        Instant instant = Instant.parse("2026-11-22T10:15:30.123456Z");
        String note = "\u00e4\u0101\ud83d\ude00 '\\% \n".repeat(10_000);
        long id = database.inTransaction(sql -> sql.one(
                        "insert into maksut_thing (shop, name, note, body, amount, good, seen_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?) returning id",
                        row -> row.number("id"),
                        "shop",
                        "\ud83d\ude00",
                        note,
                        bytes,
                        Long.MIN_VALUE,
                        true,
                        instant)
                .orElseThrow());

        database.read(sql -> sql.one(
                        "select * from maksut_thing where id = ?",
                        row -> {
                            assertThat(row.text("name")).isEqualTo("\ud83d\ude00");
                            assertThat(row.text("note")).isEqualTo(note);
                            assertThat(row.bytes("body")).isEqualTo(bytes);
                            assertThat(row.number("amount")).isEqualTo(Long.MIN_VALUE);
                            assertThat(row.flag("good")).isTrue();
                            assertThat(row.instant("seen_at")).isEqualTo(instant);
                            return true;
                        },
                        id)
                .orElseThrow());
    }

    @Test
    void nullIsKeptAndNeverTakenForAValue() {
        database.inTransaction(sql -> sql.update(
                "insert into maksut_thing (shop, name, note, body, amount, good, seen_at) values (?, ?, ?, ?, ?, ?, ?)",
                "shop",
                "name",
                null,
                null,
                null,
                null,
                null));

        database.read(sql -> sql.list("select * from maksut_thing", row -> {
            assertThat(row.maybeText("note")).isEmpty();
            assertThat(row.maybeNumber("amount")).isEmpty();
            assertThat(row.maybeInstant("seen_at")).isEmpty();
            return true;
        }));
        for (Sql.RowReader<Object> required : List.<Sql.RowReader<Object>>of(
                row -> row.text("note"),
                row -> row.bytes("body"),
                row -> row.number("amount"),
                row -> row.flag("good"),
                row -> row.instant("seen_at"))) {
            assertThatThrownBy(() -> database.read(sql -> sql.list("select * from maksut_thing", required)))
                    .isInstanceOf(UnreadableRowException.class)
                    .hasMessageContaining("is null");
        }
    }

    @Test
    void textIsExactInCaseAndTrailingSpacesAndAccents() {
        List<String> names = List.of("abc", "ABC", "abc ", "abc  ", "\u00e4bc", "a\u0308bc", "", " ");
        for (String name : names) {
            assertThat(insert("shop", name)).as(name).isTrue();
        }
        for (String name : names) {
            List<String> found = database.read(sql -> sql.list(
                    "select name from maksut_thing where shop = ? and name = ?",
                    row -> row.text("name"),
                    "shop",
                    name));
            assertThat(found).containsExactly(name);
        }
    }

    @Test
    void textSortsByCodePointEverywhere() {
        List<String> sorted = List.of("", " ", "A", "Z", "a", "a ", "z", "\u00e4", "\uffee", "\ud83d\ude00");
        List<String> shuffled = new ArrayList<>(sorted);
        shuffled.sort((a, b) -> Integer.compare(a.hashCode(), b.hashCode()));
        shuffled.forEach(name -> insert("shop", name));

        assertThat(names()).isEqualTo(sorted);
    }

    @Test
    void aRowIsInsertedOnlyIfItsKeyIsAbsent() {
        assertThat(insert("shop", "name")).isTrue();
        assertThat(insert("shop", "name")).isFalse();
        assertThat(insert("other", "name")).isTrue();
        assertThat(names()).containsExactly("name", "name");
    }

    @Test
    void afterAnAbsentRowWasRefusedTheTransactionGoesOn() {
        insert("shop", "first");
        database.inTransaction(sql -> {
            assertThat(sql.insertIfAbsent("maksut_thing", List.of("shop", "name"), List.of(), "shop", "first"))
                    .isFalse();
            return sql.insertIfAbsent("maksut_thing", List.of("shop", "name"), List.of(), "shop", "second");
        });
        assertThat(names()).containsExactly("first", "second");
    }

    @Test
    void theIdOfANewRowIsToldAndNoneWhereTheKeyIsThere() {
        List<String> key = List.of("shop", "name");
        database.inTransaction(sql -> {
            long id = sql.idIfAbsent("maksut_thing", key, List.of("amount"), "shop", "first", 7L)
                    .orElseThrow();
            assertThat(sql.idIfAbsent("maksut_thing", key, List.of("amount"), "shop", "first", 8L))
                    .isEmpty();
            assertThat(sql.<Long>one("select amount from maksut_thing where id = ?", row -> row.number("amount"), id))
                    .contains(7L);
            return null;
        });
        assertThatThrownBy(() -> database.inTransaction(
                        sql -> sql.idIfAbsent("maksut_thing", key, List.of("amount"), "shop", "second", 7L)))
                .isInstanceOf(StorageException.class);
        assertThat(names()).containsExactly("first");
    }

    @Test
    void aRowIsInsertedOrChangedAndItsIdIsToldEitherWay() {
        List<String> key = List.of("shop", "name");
        String change = "amount = maksut_thing.amount + ?";
        database.inTransaction(sql -> {
            long id = sql.idOf("maksut_thing", key, List.of("amount"), change, "shop", "name", 7L, 3L);
            assertThat(sql.idOf("maksut_thing", key, List.of("amount"), change, "shop", "name", 7L, 3L))
                    .isEqualTo(id);
            sql.insertOrChange("maksut_thing", key, List.of("amount"), change, "shop", "name", 7L, 5L);
            sql.insertOrKeep("maksut_thing", key, List.of("amount"), "shop", "name", 99L);
            sql.insertOrKeep("maksut_thing", key, List.of("amount"), "shop", "other", 99L);
            assertThat(sql.<Long>list("select amount from maksut_thing order by amount", row -> row.number("amount")))
                    .containsExactly(15L, 99L);
            return null;
        });
    }

    @Test
    void ofManyThatChangeOneRowAtOnceEachChangeCounts() throws Exception {
        List<String> key = List.of("shop", "name");
        try (Threads threads = new Threads(4)) {
            List<Future<Long>> ids = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                ids.add(threads.run(() -> {
                    long id = 0;
                    for (int i = 0; i < 10; i++) {
                        id = database.inTransaction(sql -> sql.idOf(
                                "maksut_thing",
                                key,
                                List.of("seen_at"),
                                "seen_at = maksut_thing.seen_at + 1",
                                "shop",
                                "name",
                                1L));
                    }
                    return id;
                }));
            }
            long id = Threads.result(ids.get(0));
            for (Future<Long> other : ids) {
                assertThat(Threads.result(other)).isEqualTo(id);
            }
        }
        assertThat(database.<Long>read(sql -> sql.one("select seen_at from maksut_thing", row -> row.number("seen_at"))
                        .orElseThrow()))
                .isEqualTo(40L);
    }

    @Test
    void theViolationOfAnotherConstraintIsNotSwallowed() {
        database.inTransaction(sql ->
                sql.insertIfAbsent("maksut_thing", List.of("shop", "name"), List.of("amount"), "shop", "first", 7L));

        assertThatThrownBy(() -> database.inTransaction(sql -> sql.insertIfAbsent(
                        "maksut_thing", List.of("shop", "name"), List.of("amount"), "shop", "second", 7L)))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> database.inTransaction(
                        sql -> sql.insertIfAbsent("maksut_thing", List.of("shop"), List.of("name"), "shop", null)))
                .isInstanceOf(StorageException.class);
        assertThat(names()).containsExactly("first");
    }

    @Test
    void ofManyThatInsertTheSameKeyAtOnceOneWins() throws Exception {
        try (Threads threads = new Threads(4)) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Long>> wins = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                wins.add(threads.run(() -> {
                    start.await();
                    return IntStream.range(0, 20)
                            .filter(i -> insert("shop", "name" + i))
                            .count();
                }));
            }
            start.countDown();
            long won = 0;
            for (Future<Long> count : wins) {
                won += Threads.result(count);
            }
            assertThat(won).isEqualTo(20);
            assertThat(names()).hasSize(20);
        }
    }

    @Test
    void textTooLongForItsColumnIsRefusedNotCut() {
        assumeTrue(kind != TestDatabases.SQLITE, "SQLite does not limit text");
        assertThatThrownBy(() -> insert("shop", "x".repeat(201))).isInstanceOf(StorageException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void textThatCannotBeKeptExactlyIsRefusedEverywhere() {
        for (String name : List.of("a\u0000b", "\ud83d", "x\ude00y")) {
            assertThatThrownBy(() -> insert("shop", name))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("parameter 2");
        }
        assertThatThrownBy(() ->
                        database.inTransaction(sql -> sql.update("update maksut_thing set seen_at = ?", Instant.MAX)))
                .isInstanceOf(StorageException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database.inTransaction(sql -> sql.update("update maksut_thing set amount = ?", 1.5)));
    }

    @Test
    void noValueGetsIntoAnException() {
        String secret = "mari@example.test";
        insert(secret, secret);

        for (Database.Work<Object> work : List.<Database.Work<Object>>of(
                sql -> sql.update("insert into maksut_thing (shop, name) values (?, ?)", secret, secret),
                sql -> sql.update("insert into maksut_thing (shop) values (?)", secret),
                sql -> sql.update("update maksut_thing set amount = ?, nothing = 1", secret),
                sql -> sql.one("select missing from maksut_thing where name = ?", row -> row.text("name"), secret),
                sql -> sql.list("select name from maksut_thing", row -> row.text("missing")))) {
            StorageException e = catchThrowableOfType(StorageException.class, () -> database.inTransaction(work));
            StringWriter everything = new StringWriter();
            e.printStackTrace(new PrintWriter(everything, true));
            assertThat(everything.toString())
                    .contains("SQLState", "vendor code", "maksut_thing")
                    .doesNotContain("mari@");
            assertThat(e.isTransient()).isFalse();
            assertThat(e.isOutcomeUnknown()).isFalse();
        }
    }

    @Test
    void aBatchIsStoredWholeOrNotAtAll() {
        String insert = "insert into maksut_thing (shop, name, amount) values (?, ?, ?)";
        List<Object[]> rows = new ArrayList<>();
        LongStream.range(0, 100).forEach(i -> rows.add(new Object[] {"shop", "name" + i, i}));
        database.inTransaction(sql -> {
            sql.batch(insert, rows);
            return null;
        });
        assertThat(names()).hasSize(100);

        List<Object[]> oneBad = List.of(new Object[] {"shop", "new", 100L}, new Object[] {"shop", "name1", 101L});
        assertThatThrownBy(() -> database.inTransaction(sql -> {
                    sql.batch(insert, oneBad);
                    return null;
                }))
                .isInstanceOf(StorageException.class);
        assertThat(names()).hasSize(100).doesNotContain("new");
    }

    @Test
    void oneRefusesASecondRow() {
        insert("shop", "a");
        insert("shop", "b");
        assertThatThrownBy(
                        () -> database.read(sql -> sql.one("select name from maksut_thing", row -> row.text("name"))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("more than one row");
    }

    @Test
    void aScanSeesEveryRowOnceInPagesOfAnySize() {
        List<Object[]> rows = new ArrayList<>();
        IntStream.range(0, 25).forEach(i -> rows.add(new Object[] {"shop", "name" + (10 + i)}));
        database.inTransaction(sql -> {
            sql.batch("insert into maksut_thing (shop, name) values (?, ?)", rows);
            return null;
        });
        List<String> all = names();

        for (int pageSize : List.of(1, 5, 24, 25, 26)) {
            List<Integer> pages = new ArrayList<>();
            List<String> scanned = database.scan(pageSize, SqlTest::page)
                    .peek(name -> pages.add(1))
                    .toList();
            assertThat(scanned).as("pages of " + pageSize).isEqualTo(all);
        }
        assertThat(database.scan(10, SqlTest::page).limit(3)).hasSize(3);
    }

    private static List<String> page(Sql sql, String last, int limit) {
        List<String> page = last == null
                ? sql.list("select name from maksut_thing order by name limit ?", row -> row.text("name"), limit)
                : sql.list(
                        "select name from maksut_thing where name > ? order by name limit ?",
                        row -> row.text("name"),
                        last,
                        limit);
        assertThat(page).hasSizeLessThanOrEqualTo(limit);
        return page;
    }

    private boolean insert(String shop, String name) {
        return database.inTransaction(
                sql -> sql.insertIfAbsent("maksut_thing", List.of("shop", "name"), List.of("note"), shop, name, "n"));
    }

    private List<String> names() {
        return database.read(
                sql -> sql.list("select name from maksut_thing order by name, id", row -> row.text("name")));
    }
}
