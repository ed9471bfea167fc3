package io.maksut.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether an acknowledged commit survives a power cut, judged by the settings that the database reports. Disks and file
 * systems are not checked.
 *
 * @param weaknesses one line for each setting that is too weak, such as {@code synchronous_commit=off}; empty if none
 *     is
 */
public record Durability(List<String> weaknesses) {

    // A setting that the server does not report is not judged; a replica's own settings are not checked.
    // @formatter:off
    private static final Map<Dialect, Map<String, Set<String>>> GOOD = Map.of(
        Dialect.SQLITE, Map.of(
            "journal_mode",                   Set.of("wal"),
            "synchronous",                    Set.of("2", "3")),                 // FULL, EXTRA
        Dialect.POSTGRESQL, Map.of(
            "fsync",                          Set.of("on"),
            "full_page_writes",               Set.of("on"),
            "synchronous_commit",             Set.of("on", "local", "remote_write", "remote_apply")),
        Dialect.MARIADB, Map.of(
            "innodb_flush_log_at_trx_commit", Set.of("1", "3"),
            "innodb_doublewrite",             Set.of("1", "ON"),
            "sync_binlog",                    Set.of("1")));                     // counts only while log_bin is on
    // @formatter:on

    /** Copies the list. */
    public Durability {
        weaknesses = List.copyOf(weaknesses);
    }

    /** True if no reported setting is too weak. */
    public boolean isFull() {
        return weaknesses.isEmpty();
    }

    static Durability of(Dialect dialect, Map<String, String> settings) {
        List<String> weak = new ArrayList<>();
        Map<String, Set<String>> good = GOOD.getOrDefault(dialect, Map.of());
        settings.forEach((name, value) -> {
            Set<String> values = good.get(name);
            if (values != null && !values.contains(value)) {
                weak.add(name + "=" + value);
            }
        });
        weak.sort(null);
        return new Durability(weak);
    }

    /** Selects rows of (name, value). */
    static String query(Dialect dialect) {
        return switch (dialect) {
            case SQLITE ->
                "select 'journal_mode' as name, journal_mode as value from pragma_journal_mode"
                        + " union all select 'synchronous', synchronous from pragma_synchronous";
            case POSTGRESQL ->
                "select name, setting as value from pg_settings"
                        + " where name in ('fsync', 'full_page_writes', 'synchronous_commit')";
            case MARIADB ->
                "select 'innodb_flush_log_at_trx_commit' as name, @@innodb_flush_log_at_trx_commit as value"
                        + " union all select 'innodb_doublewrite', @@innodb_doublewrite"
                        + " union all select 'sync_binlog', @@sync_binlog from dual where @@log_bin = 1";
        };
    }
}
