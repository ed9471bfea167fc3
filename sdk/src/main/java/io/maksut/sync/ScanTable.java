package io.maksut.sync;

import io.maksut.storage.Lease;
import io.maksut.storage.Leases;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_scan}: how far each scan has come, and who has leased it. */
final class ScanTable {
    private final Leases leases;
    private final Clock clock;

    ScanTable(String owner, Duration lease, Clock clock) {
        this.leases = new Leases("maksut_scan", owner, lease, clock);
        this.clock = clock;
    }

    /**
     * A scan that was leased.
     *
     * @param watermark earlier scans have seen all that changed before it
     * @param page where to go on; null for the beginning
     * @param seenUntil the next watermark, if this scan has begun; else null
     */
    record Progress(
            Lease lease,
            String name,
            Instant watermark,
            @Nullable String page,
            @Nullable Instant seenUntil) {}

    /** Whether the scan of this name has ever ended. */
    static boolean hasFinished(Sql sql, String name) {
        return !sql.list(
                        "select id from maksut_scan where name = ? and finished_at is not null",
                        row -> row.number("id"),
                        name)
                .isEmpty();
    }

    /**
     * Expects the scan from {@code now} on, unless it was expected before.
     *
     * @param due when it may be claimed; null if no worker claims it
     */
    static void expect(Sql sql, String name, @Nullable Instant due, Instant now) {
        sql.insertOrKeep(
                "maksut_scan",
                List.of("name"),
                List.of("claimable_at", "watermark", "expected_at"),
                name,
                due,
                Instant.EPOCH,
                now);
    }

    /** Marks work that no worker claims as done now. */
    static boolean done(Sql sql, String name, Instant now) {
        return sql.update("update maksut_scan set finished_at = ? where name = ?", now, name) == 1;
    }

    /** When each scan last ended; of one that never did, since when it is expected. */
    static Map<String, Instant> doneOrExpected(Sql sql) {
        Map<String, Instant> done = new HashMap<>();
        sql.list(
                "select name, coalesce(finished_at, expected_at) as done from maksut_scan",
                row -> done.put(row.text("name"), row.instant("done")) == null);
        return done;
    }

    /** The scans that are due and not leased, the longest due first: the ids of their rows by name. */
    Map<String, Long> due(Sql sql) {
        Map<String, Long> due = new LinkedHashMap<>();
        sql.list(
                "select id, name from maksut_scan where claimable_at <= ? order by claimable_at, id",
                row -> due.put(row.text("name"), row.number("id")) == null,
                clock.instant());
        return due;
    }

    /** Leases the scan of this row, if it is still due and not leased. */
    Optional<Progress> claim(Sql sql, long id) {
        return leases.claimRow(sql, id).map(lease -> read(sql, lease));
    }

    /**
     * Stores that a page was worked on, and renews the lease.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    Progress advance(Sql sql, Progress progress, @Nullable String page, @Nullable Instant seenUntil) {
        Lease renewed = leases.renew(sql, progress.lease());
        sql.update(
                "update maksut_scan set page = ?, seen_until = ? where id = ?",
                page,
                seenUntil,
                progress.lease().id());
        return new Progress(renewed, progress.name(), progress.watermark(), page, seenUntil);
    }

    /** Stores that a page was worked on, and ends the lease; the next page is due now. */
    void pass(Sql sql, Progress progress, @Nullable String page, @Nullable Instant seenUntil) {
        interrupted(sql, advance(sql, progress, page, seenUntil), clock.instant());
    }

    /** Ends the scan; the next begins at {@code due}. */
    void finish(Sql sql, Progress progress, Instant watermark, Instant due) {
        leases.release(sql, progress.lease(), due);
        sql.update(
                "update maksut_scan set page = null, seen_until = null, watermark = ?, finished_at = ?, fault = null where id = ?",
                watermark,
                clock.instant(),
                progress.lease().id());
    }

    /** Stores a fault; the scan starts over at {@code due}. */
    void broken(Sql sql, Progress progress, String fault, Instant due) {
        leases.release(sql, progress.lease(), due);
        sql.update(
                "update maksut_scan set page = null, seen_until = null, fault = ? where id = ?",
                fault,
                progress.lease().id());
    }

    /** The scan broke off, and goes on from its page at {@code due}. */
    void interrupted(Sql sql, Progress progress, Instant due) {
        leases.release(sql, progress.lease(), due);
    }

    /** Makes the scan due now; one that is leased is left as it is. */
    static void dueNow(Sql sql, String name, Instant now) {
        sql.update(
                "update maksut_scan set claimable_at = ? where name = ? and lease_owner is null and claimable_at > ?",
                now,
                name,
                now);
    }

    private static Progress read(Sql sql, Lease lease) {
        return sql.one(
                        "select name, watermark, page, seen_until from maksut_scan where id = ?",
                        row -> read(row, lease),
                        lease.id())
                .orElseThrow();
    }

    private static Progress read(Row row, Lease lease) throws SQLException {
        return new Progress(
                lease,
                row.text("name"),
                row.instant("watermark"),
                row.maybeText("page").orElse(null),
                row.maybeInstant("seen_until").orElse(null));
    }
}
