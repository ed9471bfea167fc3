package io.maksut.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.testkit.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteDataSource;

class DurabilityTest {
    @Test
    void everyBorrowedSqliteConnectionIsMadeDurableWhateverItsSettings() throws SQLException {
        DataSource dataSource = TestDatabases.SQLITE.fresh();
        try (Connection connection = dataSource.getConnection()) {
            Database database = Database.open(Lent.of(connection));
            for (String weak : new String[] {
                "synchronous = off",
                "synchronous = normal",
                "journal_mode = delete",
                "journal_mode = memory",
                "foreign_keys = off",
                "busy_timeout = 0",
                "fullfsync = off"
            }) {
                set(connection, weak);
                database.inTransaction(sql -> {
                    assertThat(pragma(sql, "journal_mode")).as(weak).isEqualTo("wal");
                    assertThat(pragma(sql, "synchronous")).as(weak).isEqualTo("2");
                    assertThat(pragma(sql, "foreign_keys")).as(weak).isEqualTo("1");
                    assertThat(pragma(sql, "busy_timeout")).as(weak).isEqualTo("5000");
                    assertThat(pragma(sql, "fullfsync")).as(weak).isEqualTo("1");
                    return null;
                });
            }
            assertThat(database.durability().isFull()).isTrue();
        }
    }

    @Test
    void aStrongerSettingOfTheCallerIsKept() throws SQLException {
        try (Connection connection = TestDatabases.SQLITE.fresh().getConnection()) {
            Database database = Database.open(Lent.of(connection));
            database.read(sql -> 1);
            set(connection, "synchronous = extra");
            assertThat(database.<String>read(sql -> pragma(sql, "synchronous"))).isEqualTo("3");
        }
    }

    @Test
    void sqliteInMemoryIsRefused() {
        SQLiteDataSource memory = new SQLiteDataSource();
        memory.setUrl("jdbc:sqlite::memory:");
        assertThatThrownBy(() -> Database.open(memory).read(sql -> 1))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("memory");
    }

    @Test
    void theWeakSettingsOfATestServerOfPostgresqlAreSeen() {
        Durability durability = Database.open(TestDatabases.POSTGRESQL.fresh()).durability();
        assertThat(durability.isFull()).isFalse();
        assertThat(durability.weaknesses()).contains("fsync=off", "synchronous_commit=off");
    }

    @Test
    void mariadbIsDurableByDefaultAndWeaknessIsSeen() throws SQLException {
        DataSource dataSource = TestDatabases.MARIADB.fresh();
        Database database = Database.open(dataSource);
        assertThat(database.durability().weaknesses()).isEmpty();
        try {
            TestDatabases.execute(dataSource, "set global innodb_flush_log_at_trx_commit = 2");
            assertThat(database.durability().weaknesses()).containsExactly("innodb_flush_log_at_trx_commit=2");
        } finally {
            TestDatabases.execute(dataSource, "set global innodb_flush_log_at_trx_commit = 1");
        }
    }

    @ParameterizedTest
    // @formatter:off
    @CsvSource({
        "SQLITE,     journal_mode,                   delete,       false",
        "SQLITE,     synchronous,                    1,            false",
        "SQLITE,     synchronous,                    3,            true",
        "POSTGRESQL, fsync,                          on,           true",
        "POSTGRESQL, fsync,                          off,          false",
        "POSTGRESQL, full_page_writes,               off,          false",
        "POSTGRESQL, synchronous_commit,             local,        true",
        "POSTGRESQL, synchronous_commit,             remote_apply, true",
        "POSTGRESQL, synchronous_commit,             off,          false",
        "MARIADB,    innodb_flush_log_at_trx_commit, 0,            false",
        "MARIADB,    innodb_flush_log_at_trx_commit, 1,            true",
        "MARIADB,    sync_binlog,                    0,            false",
        "MARIADB,    sync_binlog,                    1,            true"})
    // @formatter:on
    void eachSettingIsJudged(Dialect dialect, String name, String value, boolean full) {
        assertThat(Durability.of(dialect, Map.of(name, value)).isFull()).isEqualTo(full);
    }

    private static void set(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma " + setting);
        }
    }

    private static String pragma(Sql sql, String name) {
        return sql.one("pragma " + name, row -> row.text(name.equals("busy_timeout") ? "timeout" : name))
                .orElseThrow();
    }
}
