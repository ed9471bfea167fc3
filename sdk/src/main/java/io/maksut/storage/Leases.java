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
 * renews its lease while it works, and releases or finishes them. The rows of a worker that dies are claimed by others
 * when its leases run out.
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
 * <p>A new row becomes due at the {@code claimable_at} with which it is inserted. One column holds both when a row is
 * due and until when it is leased, so a range of one index finds the next row, however many rows are finished.
 *
 * <p><b>Clocks.</b> Times are of the callers' clocks, not of the database. A worker whose clock is some seconds ahead
 * sees the leases of others end that much too early, and may work on a row at the same time as another worker. Then
 * only the later one can record its outcome (the other gets {@link LeaseLostException}), but what both did outside the
 * database was done twice unless it has an idempotency key. So make leases longer than the slowest work plus the
 * greatest difference between clocks, and keep clocks synchronised.
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
     * @param owner unique to the process, at most 120 characters; shown to people who read the table
     * @param length the length of a lease; positive
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
     * Claims up to {@code limit} rows that are due, the longest due first. Skips rows that another worker is claiming
     * and never waits for them.
     */
    public List<Lease> claim(Sql sql, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit);
        }
        return lease(sql, fromDue(sql.dialect(), ""), limit == 1, limit);
    }

    /**
     * As {@link #claim(Sql, int)}, for rows whose {@code column} is none of {@code except}.
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

    /** The query for due rows. Parameters: now, limit. */
    String dueRows(Dialect dialect) {
        return "select id, lease_token" + fromDue(dialect, "");
    }

    private String fromDue(Dialect dialect, String condition) {
        return " from " + table + dialect.useIndex(table + "_claim") + " where claimable_at <= ?" + condition
                + " order by claimable_at, id limit ?" + dialect.forUpdateSkipLocked();
    }

    /** Claims this row; empty if it is finished, not due, leased, or being changed just now. */
    public Optional<Lease> claimRow(Sql sql, long id) {
        String from = " from " + table + " where claimable_at <= ? and id = ?"
                + sql.dialect().forUpdateSkipLocked();
        return lease(sql, from, true, id).stream().findFirst();
    }

    /**
     * Extends a lease to its full length from now.
     *
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public Lease renew(Sql sql, Lease lease) {
        Instant until = clock.instant().plus(length);
        end(sql, lease, until, owner);
        return new Lease(lease.id(), lease.token(), until);
    }

    /**
     * Inserts a row into another table if the lease is still held. As after {@link #renew}, it then stays held until
     * this transaction ends; it is not extended.
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
     * As {@link #insertHolding}, if a condition holds, too.
     *
     * @param condition a condition on the leased row, a constant of the code that begins with "and", with as many marks
     *     as parameters
     * @return false if the condition does not hold and nothing was inserted; the lease is extended then
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public boolean insertHoldingIf(
            Sql sql,
            Lease lease,
            String condition,
            List<Object> parameters,
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
            List<Object> more,
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
     * Returns the row unfinished, to be claimed again from {@code due} on.
     *
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public void release(Sql sql, Lease lease, Instant due) {
        end(sql, lease, due, null);
    }

    /**
     * As {@link #release}, or {@link #finish} where {@code due} is null, but only if a column of the row still has this
     * value. Returns false if it has not, or if the lease is lost.
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
     * Finishes the row: it is never claimed again.
     *
     * @throws LeaseLostException if another has claimed the row since, or this lease was released or finished
     */
    public void finish(Sql sql, Lease lease) {
        end(sql, lease, null, null);
    }

    /**
     * @param from the end of a query for the rows to claim, which locks them
     * @param single whether it finds one row at most
     * @param parameters the parameters of {@code from} after the first, which is the time
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
