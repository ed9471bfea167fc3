package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.storage.Lease;
import io.maksut.storage.Leases;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code maksut_turn}: who is at which payment.
 *
 * <p>Whoever adds work to a payment and whoever ends a turn at it both lock its row first, so that the one who ends sees the
 * work, or the one who adds sees the end.
 */
final class TurnTable {
    private static final String TABLE = "maksut_turn";
    private static final String SELECT = "select t.id, t.account, t.reference, t.compare_at, t.compared_at,"
            + " (select count(*) from maksut_set_aside s where s.turn_id = t.id) as set_aside,"
            + " (select count(*) from maksut_stop where started_at is null) as stops from maksut_turn t ";

    private final Leases leases;
    private final Clock clock;

    TurnTable(String owner, Duration lease, Clock clock) {
        this.leases = new Leases(TABLE, owner, lease, clock);
        this.clock = clock;
    }

    /**
     * A payment as the ledger knows it.
     *
     * @param setAside whether something of it could not be read
     * @param stops whether money operations are stopped, of this payment or others
     */
    record TurnRow(
            long id,
            PaymentId payment,
            @Nullable Instant compareAt,
            @Nullable Instant comparedAt,
            boolean setAside,
            boolean stops) {}

    /** The row of this payment, made if it is not there. */
    static long ensure(Sql sql, PaymentId payment) {
        sql.insertIfAbsent(
                TABLE, List.of("account", "reference"), List.of("wakes"), payment.account(), payment.reference(), 0);
        return find(sql, payment).orElseThrow().id();
    }

    static Optional<TurnRow> find(Sql sql, PaymentId payment) {
        return sql.one(
                SELECT + "where t.account = ? and t.reference = ?",
                TurnTable::read,
                payment.account(),
                payment.reference());
    }

    static TurnRow get(Sql sql, long id) {
        return sql.one(SELECT + "where t.id = ?", TurnTable::read, id).orElseThrow();
    }

    /** Whether somebody is to look at the payment now, and nobody does. */
    static boolean isDue(Sql sql, long id, Instant now) {
        return !sql.list("select id from maksut_turn where id = ? and claimable_at <= ?", row -> true, id, now)
                .isEmpty();
    }

    /** Somebody looks at the payment from {@code at} on, or at the end of the turn that is under way. */
    static void wake(Sql sql, long id, Instant at) {
        lock(sql, id);
        sql.update(
                "update maksut_turn set claimable_at = ?"
                        + " where id = ? and lease_owner is null and (claimable_at is null or claimable_at > ?)",
                at,
                id,
                at);
    }

    /** Operations that wait for this reason are looked at from {@code at} on; one that is worked on now, when it is due by itself. */
    static void wakeHeld(Sql sql, Hold hold, Instant at) {
        sql.update(
                "update maksut_turn set claimable_at = ? where lease_owner is null and claimable_at > ?"
                        + " and id in (select turn_id from maksut_operation where hold = ?)",
                at,
                at,
                hold.stored());
        sql.update("update maksut_operation set due_at = ? where hold = ? and due_at > ?", at, hold.stored(), at);
    }

    /** Shop and gateway are compared at {@code at}; an earlier time that stands is kept. */
    static void compareAt(Sql sql, long id, Instant at) {
        sql.update(
                "update maksut_turn set compare_at = ? where id = ? and (compare_at is null or compare_at > ?)",
                at,
                id,
                at);
        wake(sql, id, at);
    }

    /** The comparison that was due is put off. */
    static void compareLater(Sql sql, long id, Instant at) {
        sql.update("update maksut_turn set compare_at = ? where id = ?", at, id);
    }

    static void compared(Sql sql, long id, Instant at, @Nullable Instant next) {
        sql.update("update maksut_turn set compared_at = ?, compare_at = ? where id = ?", at, next, id);
    }

    /** The payment belongs to this order. */
    static void link(Sql sql, long id, String shop, String orderId) {
        sql.insertIfAbsent(
                "maksut_turn_order",
                List.of("turn_id", "shop", "order_id"),
                List.of("named_in_first_scan"),
                id,
                shop,
                orderId,
                false);
    }

    /** An order of a payment. */
    record OrderLink(String shop, String orderId) {}

    static List<OrderLink> orders(Sql sql, long id) {
        return sql.list(
                "select shop, order_id from maksut_turn_order where turn_id = ? order by shop, order_id",
                row -> new OrderLink(row.text("shop"), row.text("order_id")),
                id);
    }

    /** The payment that has waited for longest, of all accounts but these. */
    Optional<Lease> claim(Sql sql, List<String> exceptAccounts) {
        return leases.claim(sql, 1, "account", exceptAccounts).stream().findFirst();
    }

    /** This payment, due or not; empty if somebody is at it. */
    Optional<Lease> claimNow(Sql sql, long id) {
        wake(sql, id, clock.instant());
        return leases.claimRow(sql, id);
    }

    /**
     * Prolongs the turn.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    Lease renew(Sql sql, Lease lease) {
        return leases.renew(sql, lease);
    }

    /**
     * Ends the turn; {@link #lock} it before finding out when the next is due.
     *
     * @param due null if nothing is left to do
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void release(Sql sql, Lease lease, @Nullable Instant due) {
        if (due == null) {
            leases.finish(sql, lease);
        } else {
            leases.release(sql, lease, due);
        }
    }

    /** Until this transaction ends nobody else adds facts or work to the payment. */
    static void lock(Sql sql, long id) {
        sql.update("update maksut_turn set wakes = wakes + 1 where id = ?", id);
    }

    private static TurnRow read(Row row) throws SQLException {
        return new TurnRow(
                row.number("id"),
                new PaymentId(row.text("account"), row.text("reference")),
                row.maybeInstant("compare_at").orElse(null),
                row.maybeInstant("compared_at").orElse(null),
                row.number("set_aside") > 0,
                row.number("stops") > 0);
    }
}
