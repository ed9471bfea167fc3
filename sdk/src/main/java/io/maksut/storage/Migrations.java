package io.maksut.storage;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Brings the tables of a component to the version that the code knows, forward only.
 *
 * <p>Any number of processes may do it at the same time: one works, the others wait. SQLite and PostgreSQL apply all or
 * nothing. MariaDB commits after every DDL statement, so each statement is recorded there, and a start after a crash
 * continues where the last one ended. Once all is applied, no right to create tables is needed.
 *
 * <p>Thread-safe.
 */
public final class Migrations {
    private static final Pattern DDL = Pattern.compile("(?i)(create|alter|drop|rename|truncate)\\b");
    private static final long POSTGRESQL_LOCK = 0x6d616b737574L; // "maksut"
    private static final int LOCK_SECONDS = 60;

    // steps_begun is steps_done + 1 while a DDL statement of MariaDB runs; applied_at is null until all are done.
    private static final Schema OWN = new Schema("schema", List.of("""
                    create table if not exists maksut_schema (
                      component {text(60)} not null,
                      version {number} not null,
                      checksum {text(64)} not null,
                      steps_begun {number} not null,
                      steps_done {number} not null,
                      applied_at {instant},
                      primary key (component, version)
                    );
                    """));

    private final Database database;
    private final Clock clock;

    /** {@code clock} is read for the times at which versions are applied. */
    public Migrations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Applies the versions that are missing.
     *
     * @throws StorageException if a script was changed after it had been applied, if the database has a newer version
     *     than this code, or if a statement fails
     */
    public void apply(Schema schema) {
        if (database.read(sql -> isUpToDate(sql, schema))) {
            return;
        }
        if (database.dialect().hasTransactionalDdl()) {
            database.inTransaction(sql -> {
                if (sql.dialect() == Dialect.POSTGRESQL) {
                    sql.update("set local lock_timeout = '" + LOCK_SECONDS + "s'");
                    sql.list("select pg_advisory_xact_lock(?)", row -> true, POSTGRESQL_LOCK);
                }
                return applyMissing(sql, schema);
            });
        } else {
            database.onOneConnection(sql -> whileLocked(sql, schema));
        }
    }

    private static boolean isUpToDate(Sql sql, Schema schema) {
        if (sql.one(sql.dialect().tableExists(), row -> true, "maksut_schema").isEmpty()) {
            return false;
        }
        Map<Integer, Progress> progress = verified(sql, schema);
        return progress.size() == schema.latest() && progress.values().stream().allMatch(Progress::isComplete);
    }

    /** MariaDB's lock belongs to the connection, so it is released if this process dies. */
    private boolean whileLocked(Sql sql, Schema schema) {
        String lock = "sha1(concat('maksut_schema:', database()))";
        List<Boolean> got = sql.list("select get_lock(" + lock + ", ?) as got", row -> row.flag("got"), LOCK_SECONDS);
        if (!got.contains(true)) {
            throw StorageException.waitedInVain("another process is migrating and does not finish", false);
        }
        try {
            return applyMissing(sql, schema);
        } finally {
            sql.list("select release_lock(" + lock + ") as released", row -> row.flag("released"));
        }
    }

    private boolean applyMissing(Sql sql, Schema schema) {
        OWN.statements(1, sql.dialect()).forEach(sql::update);
        Map<Integer, Progress> progress = verified(sql, schema);
        for (int version = 1; version <= schema.latest(); version++) {
            Progress before = progress.getOrDefault(version, Progress.NONE);
            if (!progress.containsKey(version)) {
                sql.update(
                        "insert into maksut_schema (component, version, checksum, steps_begun, steps_done) values (?, ?, ?, 0, 0)",
                        schema.component(),
                        version,
                        schema.checksum(version));
            }
            if (!before.isComplete()) {
                new Version(sql, schema.component(), version)
                        .applyFrom(before, schema.statements(version, sql.dialect()));
            }
        }
        return true;
    }

    private static Map<Integer, Progress> verified(Sql sql, Schema schema) {
        record Applied(int version, String checksum, Progress progress) {}
        List<Applied> rows = sql.list(
                "select version, checksum, steps_begun, steps_done, applied_at from maksut_schema where component = ?",
                row -> new Applied(
                        (int) row.number("version"),
                        row.text("checksum"),
                        new Progress(
                                row.number("steps_begun"),
                                row.number("steps_done"),
                                row.maybeInstant("applied_at").isPresent())),
                schema.component());
        Map<Integer, Progress> found = new HashMap<>();
        for (Applied row : rows) {
            requireKnown(schema, row.version(), row.checksum());
            found.put(row.version(), row.progress());
        }
        return found;
    }

    private static void requireKnown(Schema schema, int version, String checksum) {
        if (version > schema.latest()) {
            throw new StorageException("the database has version %d of schema %s, this code knows %d: use newer code"
                    .formatted(version, schema.component(), schema.latest()));
        }
        if (!checksum.equals(schema.checksum(version))) {
            throw new StorageException(
                    "version %d of schema %s was applied from another script than the one in this code"
                            .formatted(version, schema.component()));
        }
    }

    private record Progress(long begun, long done, boolean isComplete) {
        static final Progress NONE = new Progress(0, 0, false);
    }

    /** Applies one version. */
    private final class Version {
        private final Sql sql;
        private final String component;
        private final int version;

        Version(Sql sql, String component, int version) {
            this.sql = sql;
            this.component = component;
            this.version = version;
        }

        void applyFrom(Progress before, List<String> statements) {
            for (int step = (int) before.done() + 1; step <= statements.size(); step++) {
                String statement = statements.get(step - 1);
                if (sql.dialect().hasTransactionalDdl()) {
                    sql.update(statement);
                    record(step, step);
                } else if (DDL.matcher(statement).lookingAt()) {
                    applyDdl(statement, step, step <= before.begun());
                } else {
                    applyAtOnce(statement, step);
                }
            }
            sql.update(
                    "update maksut_schema set applied_at = ? where component = ? and version = ?",
                    clock.instant(),
                    component,
                    version);
        }

        /** {@code maybeDone}: an earlier process died between beginning this statement and recording its end. */
        private void applyDdl(String statement, int step, boolean maybeDone) {
            record(step, step - 1);
            try {
                sql.updateRaw(statement);
            } catch (SQLException e) {
                if (!maybeDone || !sql.dialect().isAlreadyDone(e)) {
                    // It was certainly not carried out. If it were left as begun, the next start could take another's
                    // table for ours.
                    record(step - 1, step - 1);
                    throw StorageException.of(statement, e, sql.dialect());
                }
            }
            record(step, step);
        }

        private void applyAtOnce(String statement, int step) {
            sql.update("start transaction");
            try {
                sql.update(statement);
                record(step, step);
                sql.update("commit");
            } catch (StorageException e) {
                sql.update("rollback");
                throw e;
            }
        }

        private void record(int begun, int done) {
            sql.update(
                    "update maksut_schema set steps_begun = ?, steps_done = ? where component = ? and version = ?",
                    begun,
                    done,
                    component,
                    version);
        }
    }
}
