package io.maksut.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.testkit.TestDatabases;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;

class DialectTest {
    @ParameterizedTest
    @CsvSource({"MySQL,9,0", "H2,2,4", "Oracle,23,0"})
    void anotherDatabaseIsRefusedByName(String product, int major, int minor) {
        assertThatThrownBy(() -> Dialect.of(connectionTo(product, major, minor)))
                .isInstanceOf(StorageException.class)
                .hasMessage("this database is not supported: " + product + "; use SQLite, PostgreSQL or MariaDB");
    }

    @ParameterizedTest
    @CsvSource({"SQLite,3,34", "PostgreSQL,9,6", "MariaDB,10,5", "MariaDB,5,7"})
    void aVersionThatIsTooOldIsRefused(String product, int major, int minor) {
        assertThatThrownBy(() -> Dialect.of(connectionTo(product, major, minor)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("or later is needed, this is " + major + "." + minor);
    }

    @Test
    void mariadbThatCutsTextSilentlyIsRefused() throws SQLException {
        MariaDbDataSource lax = mariadb("sql_mode=''");
        assertThatThrownBy(() -> Database.open(lax))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("sql_mode");
    }

    @Test
    void mariadbWithATableEngineThatHasNoTransactionsIsRefused() throws SQLException {
        MariaDbDataSource engine = mariadb("default_storage_engine=MyISAM");
        assertThatThrownBy(() -> Database.open(engine))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("InnoDB");
    }

    @Test
    void postgresqlThatCannotKeepEveryCharacterIsRefused() throws SQLException {
        DataSource server = TestDatabases.POSTGRESQL.fresh();
        TestDatabases.execute(server, "create database latin encoding 'LATIN1' locale 'C' template template0");
        DataSource latin = TestDatabases.postgresql("latin");
        assertThatThrownBy(() -> Database.open(latin))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("UTF8");
    }

    /** 25S03: MariaDB's driver lost the connection during the commit and reconnected to another host of its address. */
    @ParameterizedTest
    @CsvSource({"MARIADB, 25S03", "MARIADB, 08S01", "POSTGRESQL, 40003", "POSTGRESQL, 08006", "MARIADB, 40003"})
    void aCommitWhoseAnswerWasLostMayBeStored(Dialect dialect, String state) {
        StorageException lost = StorageException.atCommit(new SQLTransientConnectionException("", state), dialect);
        assertThat(lost.isOutcomeUnknown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 25P02", "POSTGRESQL, 23505", "POSTGRESQL, 40001", "POSTGRESQL, 40002", "MARIADB, 23000"})
    void aRefusedCommitStoredNothing(Dialect dialect, String state) {
        assertThat(StorageException.atCommit(new SQLException("", state), dialect)
                        .isOutcomeUnknown())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everyPlaceholderOfAScriptIsReplaced(Dialect dialect) {
        String script = "{id} {text(40)} {long_text} {bytes} {number} {instant} {flag} {where a = '$1'}";
        assertThat(dialect.expand(script)).doesNotContain("{", "}", "%s");
        assertThat(dialect.expand("{text(40)}")).contains(dialect == Dialect.SQLITE ? "text" : "varchar(40)");
        assertThat(dialect.expand("{where a = '$1'}")).isEqualTo(dialect == Dialect.MARIADB ? "" : "where a = '$1'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{money}", "{text}", "{text(641)}", "{id(3)}", "{where}", "{number n}"})
    void aPlaceholderThatDoesNotExistIsRefused(String placeholder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dialect.POSTGRESQL.expand(placeholder))
                .withMessageContaining(placeholder);
    }

    private static MariaDbDataSource mariadb(String sessionVariable) throws SQLException {
        return new MariaDbDataSource(TestDatabases.mariaDbAddress() + "&sessionVariables=" + sessionVariable);
    }

    private static Connection connectionTo(String product, int major, int minor) {
        Map<String, Object> facts = Map.of(
                "getDatabaseProductName", product, "getDatabaseMajorVersion", major, "getDatabaseMinorVersion", minor);
        Object about = proxy(DatabaseMetaData.class, facts);
        return (Connection) proxy(Connection.class, Map.of("getMetaData", about));
    }

    private static Object proxy(Class<?> type, Map<String, Object> answers) {
        return Proxy.newProxyInstance(
                type.getClassLoader() == null ? DialectTest.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }
}
