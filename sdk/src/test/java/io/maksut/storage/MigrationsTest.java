package io.maksut.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maksut.testkit.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class MigrationsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final String V1 = """
            -- what is bought
            create table maksut_item (
              id {id},
              name {text(40)} not null
            );
            insert into maksut_item (name)
              values ('a; b');
            """;
    private static final String V2 = """
            alter table maksut_item add column price {number};
            update maksut_item set price = coalesce(price, 0) + 5;
            create index maksut_item_price on maksut_item (price) {where price is not null};
            """;
    private static final Schema FIRST = new Schema("item", List.of(V1));
    private static final Schema SECOND = new Schema("item", List.of(V1, V2));

    @Parameter
    TestDatabases kind;

    private DataSource dataSource;
    private Database database;
    private Migrations migrations;

    @BeforeEach
    void open() {
        dataSource = kind.fresh();
        database = Database.open(dataSource);
        migrations = new Migrations(database, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void anEmptyDatabaseGetsAllVersions() {
        migrations.apply(SECOND);
        assertThat(prices()).containsExactly(5L);
        assertThat(recorded()).containsExactly("item 1 2/2 " + NOW, "item 2 3/3 " + NOW);
    }

    @Test
    void whatIsAppliedIsNotAppliedAgain() {
        migrations.apply(FIRST);
        migrations.apply(FIRST);
        migrations.apply(SECOND);
        migrations.apply(SECOND);
        assertThat(prices()).containsExactly(5L);
    }

    @Test
    void componentsHaveVersionsOfTheirOwn() {
        migrations.apply(SECOND);
        migrations.apply(new Schema("other", List.of("create table maksut_other (id {id}, good {flag});\n")));
        assertThat(recorded()).hasSize(3).contains("other 1 1/1 " + NOW);
    }

    @Test
    void onceAllIsAppliedNoLockAndNoWriteIsNeeded() {
        migrations.apply(SECOND);
        database.inTransaction(holdsTheOnlySqliteWriter -> {
            try (Threads threads = new Threads(1)) {
                return Threads.result(threads.run(() -> {
                    migrations.apply(SECOND);
                    return true;
                }));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void processesThatStartAtTheSameTimeApplyEverythingOnce() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (Threads threads = new Threads(4)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Migrations own = new Migrations(Database.open(dataSource), Clock.systemUTC());
                all.add(threads.run(() -> {
                    start.await();
                    own.apply(SECOND);
                    return true;
                }));
            }
            start.countDown();
            for (Future<Boolean> each : all) {
                assertThat(Threads.result(each)).isTrue();
            }
        }
        assertThat(prices()).containsExactly(5L);
        assertThat(recorded()).hasSize(2);
    }

    @Test
    void aScriptThatWasEditedAfterItsReleaseIsRefused() {
        migrations.apply(FIRST);
        Schema edited = new Schema("item", List.of(V1.replace("a; b", "c"), V2));
        assertThatThrownBy(() -> migrations.apply(edited))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("version 1 of schema item");
        assertThat(recorded()).hasSize(1);
    }

    @Test
    void theLineEndsOfAScriptDoNotMatter() {
        migrations.apply(FIRST);
        migrations.apply(new Schema("item", List.of(V1.replace("\n", "\r\n"), V2)));
        assertThat(prices()).containsExactly(5L);
    }

    @Test
    void oldCodeRefusesANewerSchema() {
        migrations.apply(SECOND);
        assertThatThrownBy(() -> migrations.apply(FIRST))
                .isInstanceOf(StorageException.class)
                .hasMessage("the database has version 2 of schema item, this code knows 1: use newer code");
    }

    @Test
    void aFailedVersionLeavesTheOneBefore() {
        migrations.apply(FIRST);
        Schema broken = new Schema("item", List.of(V1, "update maksut_item set missing = 1;\n" + V2));
        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(() -> migrations.apply(broken))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("missing");
        }
        assertThat(names()).containsExactly("a; b");
    }

    @Test
    void aTableOfSomeoneElseIsNeverTakenForOurs() throws SQLException {
        TestDatabases.execute(dataSource, "create table maksut_item (foreign_column integer)");
        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(() -> migrations.apply(FIRST))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("create table maksut_item");
        }
    }

    @Test
    void afterACrashMariadbGoesOnWithTheStatementThatWasBegun() throws SQLException {
        assumeTrue(kind == TestDatabases.MARIADB, "the others apply all or nothing");
        List<String> states = List.of(
                // the process died before, in, or after a statement, and before it recorded the end
                "steps_begun = 0, steps_done = 0, applied_at = null",
                "steps_begun = 1, steps_done = 0, applied_at = null",
                "steps_begun = 1, steps_done = 1, applied_at = null",
                "steps_begun = 2, steps_done = 2, applied_at = null",
                "steps_begun = 3, steps_done = 2, applied_at = null",
                "steps_begun = 3, steps_done = 3, applied_at = null");
        List<List<Integer>> carriedOut =
                List.of(List.of(), List.of(1), List.of(1), List.of(1, 2), List.of(1, 2, 3), List.of(1, 2, 3));
        for (int i = 0; i < states.size(); i++) {
            dataSource = kind.fresh();
            database = Database.open(dataSource);
            migrations = new Migrations(database, Clock.fixed(NOW, ZoneOffset.UTC));
            migrations.apply(FIRST);
            List<String> statements = SECOND.statements(2, Dialect.MARIADB);
            for (int step : carriedOut.get(i)) {
                TestDatabases.execute(dataSource, statements.get(step - 1));
            }
            TestDatabases.execute(
                    dataSource,
                    "insert into maksut_schema set component = 'item', version = 2, checksum = '" + SECOND.checksum(2)
                            + "', " + states.get(i));

            migrations.apply(SECOND);

            assertThat(prices()).as(states.get(i)).containsExactly(5L);
            assertThat(recorded()).contains("item 2 3/3 " + NOW);
        }
    }

    @Test
    void aPooledConnectionDoesNotKeepTheLockOfMariadb() throws SQLException {
        assumeTrue(kind == TestDatabases.MARIADB, "the locks of the others end with their transaction");
        try (Connection pooled = dataSource.getConnection()) {
            new Migrations(Database.open(Lent.of(pooled)), Clock.systemUTC()).apply(FIRST);
            assertThat(database.<List<Boolean>>read(sql -> sql.list(
                            "select is_free_lock(sha1(concat('maksut_schema:', database()))) as free",
                            row -> row.flag("free"))))
                    .containsExactly(true);
        }
    }

    @Test
    void aScriptMayComeFromAResource() {
        migrations.apply(Schema.ofResources(MigrationsTest.class, "example", 2));
        assertThat(recorded()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schema.ofResources(MigrationsTest.class, "example", 3))
                .withMessageContaining("V003.sql");
    }

    private List<Long> prices() {
        return database.read(sql -> sql.list("select price from maksut_item order by id", row -> row.number("price")));
    }

    private List<String> names() {
        return database.read(sql -> sql.list("select name from maksut_item order by id", row -> row.text("name")));
    }

    private List<String> recorded() {
        return database.read(sql -> sql.list(
                "select * from maksut_schema order by component, version",
                row -> "%s %d %d/%d %s"
                        .formatted(
                                row.text("component"),
                                row.number("version"),
                                row.number("steps_begun"),
                                row.number("steps_done"),
                                row.instant("applied_at"))));
    }
}
