package io.maksut.sync;

import io.maksut.observe.CorrelationId;
import io.maksut.storage.Lease;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.text.StorableText;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_ledger_event}; they are only ever inserted. */
final class EventTable {
    private static final String SELECT =
            "select e.id, e.refund_id, e.happened_at, e.kind, e.author, e.details, o.correlation_id"
                    + " from maksut_ledger_event e left join maksut_operation o on o.id = e.refund_id ";

    private static final List<String> COLUMNS =
            List.of("claim_id", "refund_id", "happened_at", "kind", "author", "details");

    private static final String INSERT = "insert into maksut_ledger_event (" + String.join(", ", COLUMNS) + ") ";
    private static final String MARKS = "?, ?, ?, ?, ?, ?";

    private EventTable() {}

    /**
     * An event that is not stored yet.
     *
     * @param refundId 0 for the payment as a whole
     * @param author null for the engine
     * @param stoppedWith the shop of an attempt that is about to be sent: the event is not stored while money
     *     operations of the account, the shop, or all are stopped; null for events that no stop concerns
     * @param names on which an attempt was judged: the event is not stored if there are others; null where none count
     */
    record Event(
            long claimId,
            long refundId,
            Instant at,
            LedgerEvent.Kind kind,
            @Nullable String author,
            String details,
            @Nullable String stoppedWith,
            @Nullable JudgedNames names) {
        /** Ends a condition on the payment's row of {@code maksut_payment_claim}; empty if it is stored in any case. */
        private String condition() {
            return (stoppedWith == null ? "" : "and not exists (" + StopTable.STANDING_FOR_CLAIM + ") ")
                    + (names == null ? "" : names.condition());
        }

        private List<Object> conditions() {
            List<Object> parameters = new ArrayList<>();
            if (stoppedWith != null) {
                parameters.add(stoppedWith);
            }
            if (names != null) {
                parameters.addAll(names.parameters());
            }
            return parameters;
        }

        private RuntimeException notStored(Sql sql) {
            return names == null || names.areAll(sql, claimId)
                    ? new MoneyStoppedException()
                    : new OtherNameFoundException();
        }

        private @Nullable Object[] values() {
            return new @Nullable Object[] {
                claimId, refundId == 0 ? null : refundId, at, kind.name(), author, StorableText.repaired(details)
            };
        }
    }

    /** {@code refundId} is 0 for the payment as a whole; {@code author} is null for the engine. */
    static void add(
            Sql sql,
            long claimId,
            long refundId,
            Instant at,
            LedgerEvent.Kind kind,
            @Nullable String author,
            String details) {
        add(sql, new Event(claimId, refundId, at, kind, author, details, null, null));
    }

    /**
     * @throws MoneyStoppedException if the event is of an attempt about to be sent, and a stop covers it by now
     * @throws OtherNameFoundException if it was not judged on all names of the payment
     */
    static void add(Sql sql, Event event) {
        String condition = event.condition();
        if (condition.isEmpty()) {
            sql.update(INSERT + "values (" + MARKS + ")", event.values());
            return;
        }
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(event.values()));
        parameters.add(event.claimId);
        parameters.addAll(event.conditions());
        int added = sql.update(
                INSERT + "select " + MARKS + " from maksut_payment_claim where id = ? " + condition,
                parameters.toArray());
        if (added == 0) {
            throw event.notStored(sql);
        }
    }

    /**
     * Stores an event if the lease still holds.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken the payment over
     * @throws MoneyStoppedException as {@link #add(Sql, Event)}
     * @throws OtherNameFoundException as {@link #add(Sql, Event)}
     */
    static void addHolding(Sql sql, PaymentClaimTable claims, Lease lease, Event event) {
        String condition = event.condition();
        if (condition.isEmpty()) {
            claims.insertHolding(sql, lease, "maksut_ledger_event", COLUMNS, event.values());
        } else if (!claims.insertHoldingIf(
                sql, lease, condition, event.conditions(), "maksut_ledger_event", COLUMNS, event.values())) {
            throw event.notStored(sql);
        }
    }

    static List<LedgerEvent> ofRefund(Sql sql, long refundId, long afterId, int limit) {
        return sql.list(
                SELECT + "where e.refund_id = ? and e.id > ? order by e.id limit ?",
                EventTable::read,
                refundId,
                afterId,
                limit);
    }

    /** When the first event of this kind happened to a refund. */
    static Optional<Instant> first(Sql sql, long refundId, LedgerEvent.Kind kind) {
        return sql
                .list(
                        "select happened_at from maksut_ledger_event where refund_id = ? and kind = ? order by id limit 1",
                        row -> row.instant("happened_at"),
                        refundId,
                        kind.name())
                .stream()
                .findFirst();
    }

    /**
     * Whether {@code asked} came in before the ledger was corrected for {@code corrected} or, if {@code tells}, before
     * the shop was told of the correction. By the order of events, not by clocks.
     */
    static boolean askedBeforeCorrection(Sql sql, long asked, long corrected, boolean tells) {
        long request = number(sql, "min", asked, LedgerEvent.Kind.REQUESTED, LedgerEvent.Kind.CAPTURE_REQUESTED);
        long late = number(sql, "max", corrected, LedgerEvent.Kind.PAID_LATE, LedgerEvent.Kind.CAPTURED_LATE);
        long told = tells ? number(sql, "max", corrected, LedgerEvent.Kind.TOLD, LedgerEvent.Kind.TOLD) : late;
        return request < late || told < late || request < told;
    }

    /** Whether a refund before capture ended after a capture's latest attempt was stored; false if no event tells. */
    static boolean loweredAfterAttempt(Sql sql, long refundId, long captureId) {
        LedgerEvent.Kind lowers = LedgerEvent.Kind.LOWERS_CAPTURE;
        LedgerEvent.Kind submitted = LedgerEvent.Kind.CAPTURE_SUBMITTED;
        return number(sql, "max", refundId, lowers, lowers) > number(sql, "max", captureId, submitted, submitted);
    }

    private static long number(
            Sql sql, String which, long refundId, LedgerEvent.Kind kind, LedgerEvent.Kind ofCaptures) {
        return sql.one(
                        "select " + which
                                + "(id) as id from maksut_ledger_event where refund_id = ? and kind in (?, ?)",
                        row -> row.maybeNumber("id").orElse(0L),
                        refundId,
                        kind.name(),
                        ofCaptures.name())
                .orElse(0L);
    }

    static List<LedgerEvent> ofPayment(Sql sql, long claimId, long afterId, int limit) {
        return sql.list(
                SELECT + "where e.claim_id in (select n.id from maksut_payment_claim n where n.id = ? or n.same_as = ?)"
                        + " and e.id > ? order by e.id limit ?",
                EventTable::read,
                claimId,
                claimId,
                afterId,
                limit);
    }

    private static LedgerEvent read(Row row) throws SQLException {
        String stored = row.text("kind");
        LedgerEvent.Kind kind = Stream.of(LedgerEvent.Kind.values())
                .filter(it -> it.name().equals(stored))
                .findFirst()
                .orElse(LedgerEvent.Kind.UNKNOWN);
        return new LedgerEvent(
                row.number("id"),
                row.maybeNumber("refund_id").orElse(0L),
                row.instant("happened_at"),
                kind,
                row.maybeText("author").orElse(null),
                row.maybeText("correlation_id").map(CorrelationId::orRandom).orElse(null),
                kind == LedgerEvent.Kind.UNKNOWN ? stored + ": " + row.text("details") : row.text("details"));
    }
}
