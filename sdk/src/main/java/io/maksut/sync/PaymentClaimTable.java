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
 * The rows of {@code maksut_payment_claim}: who is at which payment.
 *
 * <p>Whoever adds work to a payment and whoever ends a claim on it both lock its row first, so that the one who ends sees the
 * work, or the one who adds sees the end.
 */
final class PaymentClaimTable {
    private static final String TABLE = "maksut_payment_claim";
    /** Of a row called t. */
    static final String COLUMNS = "t.id as claim_id, t.account, t.reference, t.compare_at, t.compared_at, t.wakes,"
            + " (select count(*) from maksut_set_aside s where s.claim_id = t.id) as set_aside,"
            + " (select count(*) from maksut_stop where started_at is null) as stops";

    private static final String SELECT = "select " + COLUMNS + " from maksut_payment_claim t ";

    private static final List<String> KEY = List.of("account", "reference");
    /** Of a row that is changed: due by then unless it is leased; the mark stands for the time, twice. */
    private static final String DUE = "claimable_at = case when maksut_payment_claim.lease_owner is null and"
            + " (maksut_payment_claim.claimable_at is null or maksut_payment_claim.claimable_at > ?) then ? else maksut_payment_claim.claimable_at end";

    private static final String COUNTED = "wakes = maksut_payment_claim.wakes + 1";

    private final Leases leases;
    private final Clock clock;

    PaymentClaimTable(String owner, Duration lease, Clock clock) {
        this.leases = new Leases(TABLE, owner, lease, clock);
        this.clock = clock;
    }

    /**
     * A payment as the ledger knows it.
     *
     * @param wakes how often facts or work were added: as long as it is the same, nothing was
     * @param setAside whether something of it could not be read
     * @param stops whether money operations are stopped, of this payment or others
     */
    record PaymentClaimRow(
            long id,
            PaymentId payment,
            @Nullable Instant compareAt,
            @Nullable Instant comparedAt,
            long wakes,
            boolean setAside,
            boolean stops) {}

    /** The row of this payment, made if it is not there. */
    static long ensure(Sql sql, PaymentId payment) {
        return id(sql, payment)
                .or(() -> sql.idIfAbsent(TABLE, KEY, List.of("wakes"), payment.account(), payment.reference(), 0))
                .or(() -> id(sql, payment))
                .orElseThrow();
    }

    private static Optional<Long> id(Sql sql, PaymentId payment) {
        return sql.one(
                "select id from maksut_payment_claim where account = ? and reference = ?",
                row -> row.number("id"),
                payment.account(),
                payment.reference());
    }

    /** As {@link #ensure} and {@link #lock}. */
    static long locked(Sql sql, PaymentId payment) {
        return sql.idOf(TABLE, KEY, List.of("wakes"), COUNTED, payment.account(), payment.reference(), 0);
    }

    /** As {@link #ensure} and {@link #wake}. */
    static long lockedAndDue(Sql sql, PaymentId payment, Instant at) {
        return sql.idOf(
                TABLE,
                KEY,
                List.of("wakes", "claimable_at"),
                COUNTED + ", " + DUE,
                payment.account(),
                payment.reference(),
                0,
                at,
                at,
                at);
    }

    static Optional<PaymentClaimRow> find(Sql sql, PaymentId payment) {
        return sql.one(
                SELECT + "where t.account = ? and t.reference = ?",
                PaymentClaimTable::read,
                payment.account(),
                payment.reference());
    }

    static PaymentClaimRow get(Sql sql, long id) {
        return sql.one(SELECT + "where t.id = ?", PaymentClaimTable::read, id).orElseThrow();
    }

    /** Whether somebody is to look at the payment now, and nobody does. */
    static boolean isDue(Sql sql, long id, Instant now) {
        return !sql.list("select id from maksut_payment_claim where id = ? and claimable_at <= ?", row -> true, id, now)
                .isEmpty();
    }

    /** Somebody looks at the payment from {@code at} on, or at the end of the claim that is under way. */
    static void wake(Sql sql, long id, Instant at) {
        sql.update("update maksut_payment_claim set " + COUNTED + ", " + DUE + " where id = ?", at, at, id);
    }

    /** Operations that wait for this reason are looked at from {@code at} on. */
    static void wakeHeld(Sql sql, ReviewReason reviewReason, Instant at) {
        sql.update(
                "update maksut_payment_claim set " + COUNTED + ", " + DUE
                        + " where id in (select claim_id from maksut_operation where review_reason = ?)",
                at,
                at,
                reviewReason.stored());
        sql.update(
                "update maksut_operation set due_at = ? where review_reason = ? and due_at > ?",
                at,
                reviewReason.stored(),
                at);
    }

    /** Shop and gateway are compared at {@code at}; an earlier time that stands is kept. */
    static void compareAt(Sql sql, long id, Instant at) {
        sql.update(
                "update maksut_payment_claim set compare_at = case when compare_at is null or compare_at > ? then ? else compare_at end, "
                        + COUNTED + ", " + DUE + " where id = ?",
                at,
                at,
                at,
                at,
                id);
    }

    /** The reconciliation that was due is put off. */
    static void compareLater(Sql sql, long id, Instant at) {
        sql.update("update maksut_payment_claim set compare_at = ?, " + COUNTED + " where id = ?", at, id);
    }

    static void compared(Sql sql, long id, Instant at, @Nullable Instant next) {
        sql.update(
                "update maksut_payment_claim set compared_at = ?, compare_at = ?, " + COUNTED + " where id = ?",
                at,
                next,
                id);
    }

    /** The payment belongs to this order. */
    static void link(Sql sql, long id, String shop, String orderId) {
        sql.insertOrKeep(
                "maksut_payment_order",
                List.of("claim_id", "shop", "order_id"),
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
                "select shop, order_id from maksut_payment_order where claim_id = ? order by shop, order_id",
                row -> new OrderLink(row.text("shop"), row.text("order_id")),
                id);
    }

    /** The payment that has waited for longest, of all accounts but these. */
    Optional<Lease> claim(Sql sql, List<String> exceptAccounts) {
        return leases.claim(sql, 1, "account", exceptAccounts).stream().findFirst();
    }

    /** This payment, due or not, known or not; empty if somebody is at it. */
    Optional<Lease> claimNow(Sql sql, PaymentId payment) {
        return leases.claimRow(sql, lockedAndDue(sql, payment, clock.instant()));
    }

    /** This payment, due or not; empty if somebody is at it. */
    Optional<Lease> claimNow(Sql sql, long id) {
        wake(sql, id, clock.instant());
        return leases.claimRow(sql, id);
    }

    /**
     * Prolongs the claim.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    Lease renew(Sql sql, Lease lease) {
        return leases.renew(sql, lease);
    }

    /**
     * Ends the claim; {@link #lock} it before finding out when the next is due.
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

    /**
     * Ends the claim if nobody has added facts or work since {@link PaymentClaimRow#wakes} was read; false if somebody has, or another has
     * taken it over.
     */
    boolean releaseUnchanged(Sql sql, Lease lease, @Nullable Instant due, long wakes) {
        return leases.endIf(sql, lease, due, "wakes", wakes);
    }

    /**
     * Inserts a row where the claim is ours still; until this transaction ends nobody else adds facts or work to the payment.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void insertHolding(Sql sql, Lease lease, String into, List<String> columns, @Nullable Object... values) {
        leases.insertHolding(sql, lease, into, columns, values);
    }

    /**
     * As {@link #insertHolding}, unless money operations of the payment's account, of this shop, or all are stopped.
     *
     * @return false if they are; nothing is inserted then
     */
    boolean insertHoldingUnlessStopped(
            Sql sql, Lease lease, String shop, String into, List<String> columns, @Nullable Object... values) {
        String condition = "and not exists (" + StopTable.STANDING_FOR_CLAIM + ")";
        return leases.insertHoldingIf(sql, lease, condition, List.of(shop), into, columns, values);
    }

    /** Until this transaction ends nobody else adds facts or work to the payment. */
    static void lock(Sql sql, long id) {
        sql.update("update maksut_payment_claim set " + COUNTED + " where id = ?", id);
    }

    static PaymentClaimRow read(Row row) throws SQLException {
        return new PaymentClaimRow(
                row.number("claim_id"),
                new PaymentId(row.text("account"), row.text("reference")),
                row.maybeInstant("compare_at").orElse(null),
                row.maybeInstant("compared_at").orElse(null),
                row.number("wakes"),
                row.number("set_aside") > 0,
                row.number("stops") > 0);
    }
}
