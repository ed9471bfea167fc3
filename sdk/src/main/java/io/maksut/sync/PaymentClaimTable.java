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
 * The rows of {@code maksut_payment_claim}: when each payment is due, and who has leased it.
 *
 * <p>Adding work to a payment and ending a claim both lock its row first: either the one that ends sees the work, or
 * the one that adds sees that the claim has ended.
 */
final class PaymentClaimTable {
    private static final String TABLE = "maksut_payment_claim";
    /** Of the table with the alias t. */
    static final String COLUMNS = "t.id as claim_id, t.account, t.reference, t.compare_at, t.compared_at, t.wakes,"
            + " (select count(*) from maksut_set_aside s where s.claim_id = t.id) as set_aside,"
            + " (select count(*) from maksut_payment_claim k where k.same_as = t.id) as names,"
            + " (select count(*) from maksut_stop where started_at is null) as stops";

    private static final String SELECT = "select " + COLUMNS + " from maksut_payment_claim t ";

    private static final String NAMED = "id, same_as";
    private static final List<String> KEY = List.of("account", "reference");
    /** Makes the row due at a time at the latest, unless it is leased. Both marks stand for that time. */
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
     * @param wakes counts additions of facts or work: while it is the same, nothing was added
     * @param setAside whether a row of the payment could not be read
     * @param names how many other names are known to be the payment's
     * @param stops whether any money operations are stopped, of this payment or of others
     */
    record PaymentClaimRow(
            long id,
            PaymentId payment,
            @Nullable Instant compareAt,
            @Nullable Instant comparedAt,
            long wakes,
            boolean setAside,
            long names,
            boolean stops) {}

    /** The id of the payment's row, which is inserted if it is absent; for another name of a payment, the payment's own row. */
    static long ensure(Sql sql, PaymentId payment) {
        return id(sql, payment)
                .or(() -> sql.idIfAbsent(TABLE, KEY, List.of("wakes"), payment.account(), payment.reference(), 0))
                .or(() -> id(sql, payment))
                .orElseThrow();
    }

    private static Optional<Long> id(Sql sql, PaymentId payment) {
        return sql.one(
                "select coalesce(same_as, id) as id from maksut_payment_claim where account = ? and reference = ?",
                row -> row.number("id"),
                payment.account(),
                payment.reference());
    }

    /** As {@link #ensure} and {@link #lock}. */
    static long locked(Sql sql, PaymentId payment) {
        Named named = sql.rowOf(
                TABLE, KEY, List.of("wakes"), COUNTED, NAMED, Named::read, payment.account(), payment.reference(), 0);
        if (named.sameAs() != null) {
            lock(sql, named.sameAs());
        }
        return named.own();
    }

    /**
     * As {@link #locked}, of this very name, whether it is known to be another name of a payment or not.
     *
     * @return its own row, and that of the payment, if it is known to be another name
     */
    static Named lockedName(Sql sql, PaymentId name) {
        return sql.rowOf(
                TABLE, KEY, List.of("wakes"), COUNTED, NAMED, Named::read, name.account(), name.reference(), 0);
    }

    /**
     * A row by the name that was asked for.
     *
     * @param sameAs the row of the payment that this is another name of; null if it is not known to be one
     */
    record Named(long id, @Nullable Long sameAs) {
        long own() {
            return sameAs == null ? id : sameAs;
        }

        static Named read(Row row) throws SQLException {
            return new Named(row.number("id"), row.maybeNumber("same_as").orElse(null));
        }
    }

    /** As {@link #ensure} and {@link #wake}. */
    static long lockedAndDue(Sql sql, PaymentId payment, Instant at) {
        Named named = sql.rowOf(
                TABLE,
                KEY,
                List.of("wakes", "claimable_at"),
                COUNTED + ", " + DUE,
                NAMED,
                Named::read,
                payment.account(),
                payment.reference(),
                0,
                at,
                at,
                at);
        if (named.sameAs() != null) {
            wake(sql, named.sameAs(), at);
        }
        return named.own();
    }

    static Optional<PaymentClaimRow> find(Sql sql, PaymentId payment) {
        return sql.one(
                SELECT + "where t.id = (select coalesce(n.same_as, n.id) from maksut_payment_claim n"
                        + " where n.account = ? and n.reference = ?)",
                PaymentClaimTable::read,
                payment.account(),
                payment.reference());
    }

    static PaymentClaimRow get(Sql sql, long id) {
        return sql.one(SELECT + "where t.id = ?", PaymentClaimTable::read, id).orElseThrow();
    }

    /** Whether the payment is due and not leased. */
    static boolean isDue(Sql sql, long id, Instant now) {
        return !sql.list("select id from maksut_payment_claim where id = ? and claimable_at <= ?", row -> true, id, now)
                .isEmpty();
    }

    /** Makes the payment due at {@code at} at the latest; if it is claimed, the end of the claim sees the work. */
    static void wake(Sql sql, long id, Instant at) {
        sql.update("update maksut_payment_claim set " + COUNTED + ", " + DUE + " where id = ?", at, at, id);
    }

    /** Makes operations that wait for this reason, and their payments, due at {@code at} at the latest. */
    static void wakeWaitingFor(Sql sql, ReviewReason reviewReason, Instant at) {
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

    /** Makes a reconciliation due at {@code at}; an earlier time is kept. */
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

    /** Puts the due reconciliation off. */
    static void compareLater(Sql sql, long id, Instant at) {
        sql.update(
                "update maksut_payment_claim set compare_at = ?, compare_failing_since = null, " + COUNTED
                        + " where id = ?",
                at,
                id);
    }

    /** Puts a reconciliation off that failed, for as long again as it has been failing, within these limits. */
    static void compareFailed(Sql sql, long id, Instant now, Duration least, Duration most) {
        Instant since = sql.one(
                        "select compare_failing_since from maksut_payment_claim where id = ?",
                        row -> row.maybeInstant("compare_failing_since"),
                        id)
                .flatMap(it -> it)
                .orElse(now);
        Duration failing = Duration.between(since, now);
        Duration longer = failing.compareTo(least) > 0 ? failing : least;
        sql.update(
                "update maksut_payment_claim set compare_at = ?, compare_failing_since = ?, " + COUNTED
                        + " where id = ?",
                now.plus(longer.compareTo(most) < 0 ? longer : most),
                since,
                id);
    }

    static void compared(Sql sql, long id, Instant at, @Nullable Instant next) {
        sql.update(
                "update maksut_payment_claim set compared_at = ?, compare_at = ?, compare_failing_since = null, "
                        + COUNTED + " where id = ?",
                at,
                next,
                id);
    }

    /** Links the payment to this order. */
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

    /** As {@link #orders(Sql, long)}, of a payment that need not be known. */
    static List<OrderLink> orders(Sql sql, PaymentId payment) {
        return sql.list(
                "select shop, order_id from maksut_payment_order where claim_id = (select coalesce(n.same_as, n.id)"
                        + " from maksut_payment_claim n where n.account = ? and n.reference = ?) order by shop, order_id",
                row -> new OrderLink(row.text("shop"), row.text("order_id")),
                payment.account(),
                payment.reference());
    }

    static List<OrderLink> orders(Sql sql, long id) {
        return sql.list(
                "select shop, order_id from maksut_payment_order where claim_id = ? order by shop, order_id",
                row -> new OrderLink(row.text("shop"), row.text("order_id")),
                id);
    }

    /** Leases the payment that is due for longest, of all accounts but these. */
    Optional<Lease> claim(Sql sql, List<String> exceptAccounts) {
        return leases.claim(sql, 1, "account", exceptAccounts).stream().findFirst();
    }

    /** Leases this payment, due or not, known or not; empty if it is leased. */
    Optional<Lease> claimNow(Sql sql, PaymentId payment) {
        return leases.claimRow(sql, lockedAndDue(sql, payment, clock.instant()));
    }

    /** Leases this payment, due or not; empty if it is leased. */
    Optional<Lease> claimNow(Sql sql, long id) {
        wake(sql, id, clock.instant());
        return leases.claimRow(sql, id);
    }

    /**
     * Renews the lease.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    Lease renew(Sql sql, Lease lease) {
        return leases.renew(sql, lease);
    }

    /**
     * Ends the lease. {@link #lock} the row before computing {@code due}.
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
     * Ends the lease if no facts or work were added since {@link PaymentClaimRow#wakes} was read; false if some were,
     * or if another has taken the payment over.
     */
    boolean releaseUnchanged(Sql sql, Lease lease, @Nullable Instant due, long wakes) {
        return leases.endIf(sql, lease, due, "wakes", wakes);
    }

    /**
     * Inserts a row if the lease still holds; until the transaction ends nothing can be added to the payment.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void insertHolding(Sql sql, Lease lease, String into, List<String> columns, @Nullable Object... values) {
        leases.insertHolding(sql, lease, into, columns, values);
    }

    /**
     * As {@link #insertHolding}, if a condition on the payment's row holds, too.
     *
     * @return false if it does not hold; nothing is inserted then
     */
    boolean insertHoldingIf(
            Sql sql,
            Lease lease,
            String condition,
            List<Object> parameters,
            String into,
            List<String> columns,
            @Nullable Object... values) {
        return leases.insertHoldingIf(sql, lease, condition, parameters, into, columns, values);
    }

    /** Locks the row: until the transaction ends no other adds facts or work to the payment. */
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
                row.number("names"),
                row.number("stops") > 0);
    }
}
