package io.maksut.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shares the rows of a table among any number of workers on any number of machines: a worker claims rows for a while,
 * renews its lease while it works, and releases or finishes them. A worker that dies loses its leases when they run out,
 * and nothing else.
 *
 * <p>The table has these columns and this index (the name is the table's with {@code _claim}):
 *
 * <pre>{@code
 * id {id},
 * claimable_at {instant},        -- may be claimed from then on; null: finished, never again
 * lease_owner {text(120)},       -- of the current lease
 * lease_token {number} not null default 0,
 * ...
 * create index maksut_x_claim on maksut_x (claimable_at, id) {where claimable_at is not null};
 * }</pre>
 *
 * <p>A new row becomes due at the {@code claimable_at} with which it is inserted. One column says both, when a row is due
 * and how long it is leased, so a range of one index finds the next row, however many are finished.
 *
 * <p><b>Clocks.</b> Times are those of the callers' clocks, not of the database. A worker whose clock is ahead by some
 * seconds sees the leases of others run out that much too early and works on the same row at the same time. Then the
 * token lets only the later one record its outcome ({@link LeaseLostException} for the other), but what both did outside
 * of the database was done twice unless it carries an idempotency key. So make leases longer than the slowest piece of
 * work plus the greatest difference between clocks, and keep the clocks synchronised.
 *
 * <p>Thread-safe. All methods work in the caller's transaction, so that an outcome and the end of its lease are stored
 * together.
 */
public final class Leases {
    private static final Pattern NAME = Pattern.compile("maksut_[a-z0-9_]+");
    private static final Pattern COLUMN = Pattern.compile("[a-z_]+");

    private final String table;
    private final String owner;
    private final Duration length;
    private final Clock clock;

    /**
     * @param table a constant of the code, {@code maksut_...}
     * @param owner unique to the process, at most 120 characters; seen by people who look into the table
     * @param length of a lease, positive
     */
    public Leases(String table, String owner, Duration length, Clock clock) {
        if (!NAME.matcher(table).matches()) {
            throw new IllegalArgumentException("table: " + table);
        }
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("length: " + length);
        }
        this.table = table;
        this.owner = owner;
        this.length = length;
        this.clock = clock;
    }

    /**
     * Claims up to {@code limit} rows that are due, the longest due first. Never waits for a row that another worker is
     * claiming, it takes the next ones instead.
     */
    public List<Lease> claim(Sql sql, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit);
        }
        return lease(sql, fromDue(sql.dialect(), ""), limit == 1, limit);
    }

    /**
     * As {@link #claim(Sql, int)}, of rows whose {@code column} is none of {@code except}.
     *
     * @param column a constant of the code; a text that is not null
     */
    public List<Lease> claim(Sql sql, int limit, String column, List<String> except) {
        if (except.isEmpty()) {
            return claim(sql, limit);
        }
        if (limit < 1 || !COLUMN.matcher(column).matches()) {
            throw new IllegalArgumentException("limit: " + limit + ", column: " + column);
        }
        String marks = String.join(", ", Collections.nCopies(except.size(), "?"));
        List<@Nullable Object> parameters = new ArrayList<>(except);
        parameters.add(limit);
        String from = fromDue(sql.dialect(), " and " + column + " not in (" + marks + ")");
        return lease(sql, from, limit == 1, parameters.toArray());
    }

    /** Parameters: now, limit. */
    String dueRows(Dialect dialect) {
        return "select id, lease_token" + fromDue(dialect, "");
    }

    private String fromDue(Dialect dialect, String condition) {
        return " from " + table + dialect.useIndex(table + "_claim") + " where claimable_at <= ?" + condition
                + " order by claimable_at, id limit ?" + dialect.forUpdateSkipLocked();
    }

    /** Claims this row; empty if it is finished, not due, leased, or being changed at this very moment. */
    public Optional<Lease> claimRow(Sql sql, long id) {
        String from = " from " + table + " where claimable_at <= ? and id = ?"
                + sql.dialect().forUpdateSkipLocked();
        return lease(sql, from, true, id).stream().findFirst();
    }

    /**
     * Prolongs a lease to its full length from now.
     *
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public Lease renew(Sql sql, Lease lease) {
        Instant until = clock.instant().plus(length);
        end(sql, lease, until, owner);
        return new Lease(lease.id(), lease.token(), until);
    }

    /**
     * Inserts a row into another table where the lease is held still, which it is then until this transaction ends, as after
     * {@link #renew}; it is not prolonged.
     *
     * @param into the other table, a constant of the code
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public void insertHolding(Sql sql, Lease lease, String into, List<String> columns, @Nullable Object... values) {
        if (!insertHoldingWhere(sql, lease, "", List.of(), into, columns, values)) {
            throw new LeaseLostException(table, lease);
        }
    }

    /**
     * As {@link #insertHolding}, where a condition holds, too.
     *
     * @param condition of the leased row, a constant of the code that begins with "and"; with as many marks as parameters
     * @return false if nothing was inserted, as the condition does not hold
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public boolean insertHoldingIf(
            Sql sql,
            Lease lease,
            String condition,
            List<String> parameters,
            String into,
            List<String> columns,
            @Nullable Object... values) {
        boolean inserted = insertHoldingWhere(sql, lease, " " + condition, parameters, into, columns, values);
        if (!inserted) {
            Lease unused = renew(sql, lease);
        }
        return inserted;
    }

    private boolean insertHoldingWhere(
            Sql sql,
            Lease lease,
            String condition,
            List<String> more,
            String into,
            List<String> columns,
            @Nullable Object... values) {
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(values));
        parameters.add(lease.id());
        parameters.add(lease.token());
        parameters.add(owner);
        parameters.addAll(more);
        return sql.update(
                        "insert into " + into + " (" + String.join(", ", columns) + ") select " + Sql.marks(columns)
                                + " from " + table + " where id = ? and lease_token = ? and lease_owner = ?"
                                + condition + sql.dialect().forUpdate(),
                        parameters.toArray())
                == 1;
    }

    /**
     * Gives the row back unfinished, to be claimed again from {@code due} on.
     *
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public void release(Sql sql, Lease lease, Instant due) {
        end(sql, lease, due, null);
    }

    /**
     * As {@link #release}, or {@link #finish} where {@code due} is null, if a column of the row still has this value; else false,
     * also where the lease is lost.
     *
     * @param column a constant of the code
     */
    public boolean endIf(Sql sql, Lease lease, @Nullable Instant due, String column, long value) {
        return 1
                == sql.update(
                        "update " + table
                                + " set claimable_at = ?, lease_owner = null where id = ? and lease_token = ? and lease_owner = ? and "
                                + column + " = ?",
                        due,
                        lease.id(),
                        lease.token(),
                        owner,
                        value);
    }

    /**
     * Ends the work on the row for ever.
     *
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public void finish(Sql sql, Lease lease) {
        end(sql, lease, null, null);
    }

    /**
     * @param from what is claimed, and locked
     * @param single whether it can be no more than one row
     * @param parameters those of {@code from} after the first, which is the time
     */
    private List<Lease> lease(Sql sql, String from, boolean single, @Nullable Object... parameters) {
        Instant now = clock.instant();
        Instant until = now.plus(length);
        List<@Nullable Object> all = new ArrayList<>(List.of(now));
        all.addAll(Arrays.asList(parameters));
        if (single && sql.dialect().updatesReturn()) {
            all.addAll(0, List.of(until, owner));
            return sql.list(
                    "update " + table + " set claimable_at = ?, lease_owner = ?, lease_token = lease_token + 1"
                            + " where id = (select id" + from + ") returning id, lease_token",
                    it -> new Lease(it.number("id"), it.number("lease_token"), until),
                    all.toArray());
        }
        List<Lease> leases = sql.list(
                "select id, lease_token" + from,
                row -> new Lease(row.number("id"), row.number("lease_token") + 1, until),
                all.toArray());
        sql.batch(
                "update " + table + " set claimable_at = ?, lease_owner = ?, lease_token = ? where id = ?",
                leases.stream()
                        .map(lease -> new @Nullable Object[] {until, owner, lease.token(), lease.id()})
                        .toList());
        return leases;
    }

    private void end(Sql sql, Lease lease, @Nullable Instant claimableAt, @Nullable String nextOwner) {
        int ended = sql.update(
                "update " + table
                        + " set claimable_at = ?, lease_owner = ? where id = ? and lease_token = ? and lease_owner = ?",
                claimableAt,
                nextOwner,
                lease.id(),
                lease.token(),
                owner);
        if (ended != 1) {
            throw new LeaseLostException(table, lease);
        }
    }
}
