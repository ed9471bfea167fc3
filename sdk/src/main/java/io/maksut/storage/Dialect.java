package io.maksut.storage;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The supported databases and all their differences. SQL in other files runs on all three. */
public enum Dialect {
    /** 3.35 or later (RETURNING), in a file, not in memory. One process, one writer at a time. */
    SQLITE("SQLite", 3, 35),
    /** 10 or later (identity columns), encoding UTF8. */
    POSTGRESQL("PostgreSQL", 10, 0),
    /**
     * 10.6 or later (SKIP LOCKED, atomic DDL), strict SQL mode, InnoDB; a binary log, if any, not of format STATEMENT.
     * MySQL is not supported.
     */
    MARIADB("MariaDB", 10, 6);

    private final String product;
    private final int major;
    private final int minor;

    Dialect(String product, int major, int minor) {
        this.product = product;
        this.major = major;
        this.minor = minor;
    }

    private record ColumnType(String sqlite, String postgresql, String mariadb) {}

    // Text compares byte by byte, trailing spaces included, and sorts by code point in all three.
    // @formatter:off
    private static final Map<String, ColumnType> TYPES = Map.of(
        //                          SQLite                                 PostgreSQL                                        MariaDB
        "id",        new ColumnType("integer primary key autoincrement", "bigint generated always as identity primary key", "bigint not null auto_increment primary key"),
        "text",      new ColumnType("text",                              "varchar(%s) collate \"C\"",                       "varchar(%s) character set utf8mb4 collate utf8mb4_nopad_bin"),
        "long_text", new ColumnType("text",                              "text collate \"C\"",                              "longtext character set utf8mb4 collate utf8mb4_nopad_bin"),
        "bytes",     new ColumnType("blob",                              "bytea",                                           "longblob"),
        "number",    new ColumnType("integer",                           "bigint",                                          "bigint"),
        "instant",   new ColumnType("integer",                           "bigint",                                          "bigint"),
        "flag",      new ColumnType("integer",                           "smallint",                                        "smallint"),
        "where",     new ColumnType("where %s",                          "where %s",                                        ""));
    // @formatter:on

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)(?:\\(([0-9]+)\\)| ([^{}]+))?\\}");

    /** An index entry holds about 2700 bytes in PostgreSQL and 3072 in MariaDB; a character takes up to four. */
    private static final int LONGEST_KEY = 640;

    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String product = about.getDatabaseProductName();
        for (Dialect dialect : values()) {
            if (dialect.product.equalsIgnoreCase(product)) {
                dialect.requireVersion(about.getDatabaseMajorVersion(), about.getDatabaseMinorVersion());
                dialect.requireFit(connection);
                return dialect;
            }
        }
        throw new StorageException(
                "this database is not supported: " + product + "; use SQLite, PostgreSQL or MariaDB");
    }

    private void requireVersion(int haveMajor, int haveMinor) {
        if (haveMajor < major || (haveMajor == major && haveMinor < minor)) {
            throw new StorageException("%s %d.%d or later is needed, this is %d.%d"
                    .formatted(product, major, minor, haveMajor, haveMinor));
        }
    }

    /** Refuses settings with which text would be cut, altered or lost without an error. */
    private void requireFit(Connection connection) throws SQLException {
        switch (this) {
            case SQLITE -> {}
            case POSTGRESQL -> {
                String encoding = ask(connection, "show server_encoding");
                if (!encoding.equals("UTF8")) {
                    throw new StorageException("the database must be created with encoding UTF8, it is " + encoding);
                }
            }
            case MARIADB -> {
                String mode = ask(connection, "select @@sql_mode");
                if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
                    throw new StorageException("sql_mode must hold STRICT_TRANS_TABLES, or values are cut silently");
                }
                String engine = ask(connection, "select @@default_storage_engine");
                if (!engine.equalsIgnoreCase("InnoDB")) {
                    throw new StorageException("default_storage_engine must be InnoDB, it is " + engine);
                }
            }
        }
    }

    static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            return answer.next() ? String.valueOf(answer.getString(1)) : "";
        }
    }

    /**
     * Replaces the placeholders of a schema script:
     *
     * <ul>
     *   <li>{@code {id}}: a generated, never reused primary key
     *   <li>{@code {text(n)}}: exact text of at most n characters, n up to 640, can be a key (all columns of an index
     *       together at most 640 characters). SQLite does not enforce n.
     *   <li>{@code {long_text}}, {@code {bytes}}: of any length, never a key
     *   <li>{@code {number}}: a long; {@code {flag}}: a boolean
     *   <li>{@code {instant}}: microseconds since 1970-01-01T00:00Z
     *   <li>{@code {where condition}}: limits an index to some rows; MariaDB cannot and indexes all
     * </ul>
     */
    String expand(String script) {
        return PLACEHOLDER.matcher(script).replaceAll(this::type);
    }

    private String type(MatchResult placeholder) {
        String name = placeholder.group(1);
        String length = placeholder.group(2);
        String condition = placeholder.group(3);
        ColumnType type = TYPES.get(name);
        if (type == null || name.equals("text") != (length != null) || name.equals("where") != (condition != null)) {
            throw new IllegalArgumentException("no such placeholder: " + placeholder.group());
        }
        if (length != null && Integer.parseInt(length) > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "longer than " + LONGEST_KEY + " is {long_text}: " + placeholder.group());
        }
        String in = switch (this) {
            case SQLITE -> type.sqlite();
            case POSTGRESQL -> type.postgresql();
            case MARIADB -> type.mariadb();
        };
        return Matcher.quoteReplacement(in.formatted(condition != null ? condition : length));
    }

    /** Ends a SELECT that locks its rows and skips rows that another transaction has locked. */
    String forUpdateSkipLocked() {
        return this == SQLITE ? "" : " for update skip locked";
    }

    /** Follows the table's name. Without it MariaDB may sort, and thereby lock, every matching row. */
    String useIndex(String index) {
        return this == MARIADB ? " force index (" + index + ")" : "";
    }

    /** Ends an INSERT: a row whose key exists is left as it is. Empty for MariaDB, which has no exact form of it. */
    String orKeep(String key) {
        return this == MARIADB ? "" : " on conflict (" + key + ") do nothing";
    }

    /** As {@link #orKeep}, for callers that need not know whether the row existed; the assignment changes nothing. */
    String orKeepSilently(List<String> key) {
        String first = key.get(0);
        return this == MARIADB ? orChange("") + first + " = " + first : orKeep(String.join(", ", key));
    }

    /** Ends an INSERT: a row whose key exists is changed by the assignments that follow. */
    String orChange(String key) {
        return this == MARIADB ? " on duplicate key update " : " on conflict (" + key + ") do update set ";
    }

    /** Ends a SELECT in an INSERT: the rows that it reads cannot change until the transaction ends. */
    String forUpdate() {
        return this == SQLITE ? "" : " for update";
    }

    /** Whether an UPDATE can return the rows it has changed. */
    boolean updatesReturn() {
        return this != MARIADB;
    }

    /**
     * MariaDB's "duplicate entry". Its INSERT IGNORE would hide other errors too, and the row count of its ON DUPLICATE
     * KEY UPDATE depends on a flag of the connection.
     */
    boolean isDuplicateKey(SQLException e) {
        return this == MARIADB && e.getErrorCode() == 1062;
    }

    /** Whether the transaction is certainly undone and may succeed when it runs again. */
    boolean isRetryable(SQLException e) {
        return switch (this) {
            case SQLITE -> isSqlite(e, Set.of(5, 6)); // SQLITE_BUSY, SQLITE_LOCKED
            case POSTGRESQL -> Set.of("40001", "40P01").contains(state(e)); // serialisation failure, deadlock
            case MARIADB -> Set.of(1213, 1020).contains(e.getErrorCode()); // deadlock, changed since read
        };
    }

    /** Whether a failed commit certainly stored nothing; after any other failure this is unknown. */
    boolean isRefusedCommit(SQLException e) {
        String state = state(e);
        return isRetryable(e)
                || (this == SQLITE && isSqlite(e, Set.of(19))) // SQLITE_CONSTRAINT
                || state.startsWith("23") // constraint
                || (this == POSTGRESQL
                        && state.startsWith("25")) // had failed before; MariaDB's driver: lost, reconnected
                || (state.startsWith("40") && !state.equals("40003")); // rolled back; 40003: completion unknown
    }

    private static boolean isSqlite(SQLException e, Set<Integer> primaryCodes) {
        return primaryCodes.contains(e.getErrorCode() & 0xff);
    }

    static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState().toUpperCase(Locale.ROOT);
    }

    /** Selects the time of the database's machine as column {@code now_at}. */
    String timeOfDay() {
        return switch (this) {
            case SQLITE -> "select cast(strftime('%s', 'now') as integer) * 1000000 as now_at";
            case POSTGRESQL -> "select cast(extract(epoch from clock_timestamp()) as bigint) * 1000000 as now_at";
            case MARIADB -> "select unix_timestamp() * 1000000 as now_at";
        };
    }

    String tableExists() {
        return switch (this) {
            case SQLITE -> "select 1 as found from sqlite_master where type = 'table' and name = ?";
            case POSTGRESQL -> "select 1 as found where to_regclass(?) is not null";
            case MARIADB ->
                "select 1 as found from information_schema.tables where table_schema = database() and table_name = ?";
        };
    }

    /** MariaDB commits after every DDL statement. */
    boolean hasTransactionalDdl() {
        return this != MARIADB;
    }

    /** Whether the error says that a DDL statement was carried out before. */
    boolean isAlreadyDone(SQLException e) {
        // table exists, duplicate column, duplicate index, cannot drop what does not exist, unknown table
        return this == MARIADB && Set.of(1050, 1060, 1061, 1091, 1051).contains(e.getErrorCode());
    }
}
