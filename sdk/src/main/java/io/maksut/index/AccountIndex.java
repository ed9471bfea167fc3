package io.maksut.index;

import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.SearchPlan;
import io.maksut.storage.Database;
import io.maksut.storage.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The payments of one gateway account that were seen.
 *
 * <p>Results are newest first. A payment whose creation time the gateway does not tell counts as created when it was first
 * seen. E-mail addresses are compared as {@link io.maksut.payment.Customer#hasEmail} does. Every search walks an index in order and stops when the page is
 * full, so that neither its memory nor (where a filter other than the amount is set) its time grows with the index; an
 * amount alone is looked for among all payments of the time asked for.
 *
 * <p>Kept is what {@link Payment} has, but for the gateway's whole answer; texts are cut at 1000 characters, and an
 * identifier of more than 255 or an e-mail address of more than 320 is left out. Thread-safe.
 */
public final class AccountIndex {
    static final int PAGE_SIZE = 100;
    static final int LARGEST_PAGE = 1_000;
    private static final int BATCH = 500;
    private static final Duration UNREADABLE_AGAIN = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;
    private final String account;
    private final GatewayCapabilities capabilities;

    AccountIndex(Database database, Clock clock, String account, GatewayCapabilities capabilities) {
        this.database = database;
        this.clock = clock;
        this.account = account;
        this.capabilities = capabilities;
    }

    /**
     * Takes note of a payment as the gateway told it. Of two readings of one payment the later one counts, in whatever order
     * they come; what it leaves out although it cannot change (order, customer, origin, transaction, creation time) is kept
     * from the other.
     *
     * @throws IllegalArgumentException if it is a payment of another account
     */
    public void seen(Payment payment) {
        seenAll(List.of(payment));
    }

    /**
     * As {@link #seen}.
     *
     * @return the payment as it was given, with what gateways do not tell and the index knows from earlier: since when it
     *     waits for 3DS, and every name it ever had
     */
    public Payment note(Payment payment) {
        seen(payment);
        Payment known = find(payment.id()).orElseThrow().payment();
        return payment.toBuilder()
                .references(known.references())
                .timestamps(payment.timestamps().toBuilder()
                        .waitingFor3dsSince(
                                known.timestamps().waitingFor3dsSince().orElse(null))
                        .build())
                .build();
    }

    /** As {@link #seen}, 500 in a transaction; when it throws, those of earlier transactions are stored. */
    public void seenAll(Iterable<Payment> payments) {
        Iterator<Payment> rest = payments.iterator();
        List<Payment> batch = new ArrayList<>();
        while (rest.hasNext()) {
            batch.add(requireOurs(rest.next()));
            if (batch.size() == BATCH || !rest.hasNext()) {
                store(batch);
                batch.clear();
            }
        }
    }

    private void store(List<Payment> batch) {
        // Everybody locks rows in the same order, so that two batches cannot wait for each other.
        List<Payment> inOrder = batch.stream()
                .sorted(Comparator.comparing(it -> it.id().reference()))
                .toList();
        List<@Nullable Object[]> rows =
                inOrder.stream().map(PaymentColumns::values).toList();
        database.inTransaction(sql -> {
            sql.batch(PaymentColumns.upsert(sql.dialect()), rows);
            PaymentNames.store(sql, inOrder);
            return rows.size();
        });
    }

    /**
     * The payment, if it was ever seen.
     *
     * @throws IllegalArgumentException if it is of another account
     */
    public Optional<IndexedPayment> find(PaymentId id) {
        return database.read(sql -> find(sql, requireOurs(id).reference()));
    }

    private Optional<IndexedPayment> find(Sql sql, String reference) {
        List<PaymentRow> rows = sql.list(
                "select " + PaymentColumns.ALL + " from maksut_payment where account = ? and reference = ?",
                row -> PaymentRow.read(row, account, capabilities),
                account,
                reference);
        return PaymentNames.named(sql, account, rows).stream().findFirst().flatMap(PaymentRow::readable);
    }

    /** References of payments that are to be read again at {@code now}, the longest due first. */
    List<String> due(Instant now, int limit) {
        return database.read(sql -> sql.list(
                "select reference from maksut_payment where account = ? and due_at <= ? order by due_at, id limit ?",
                row -> row.text("reference"),
                account,
                now,
                limit));
    }

    /** How many are to be read again at {@code now}. */
    UnfinishedCounts countDue(Instant now) {
        return database.read(sql -> sql.one(
                        "select count(*) as payments, min(due_at) as oldest from maksut_payment"
                                + " where account = ? and due_at <= ?",
                        row -> new UnfinishedCounts(
                                row.number("payments"),
                                row.maybeInstant("oldest").orElse(null)),
                        account,
                        now))
                .orElseThrow();
    }

    /**
     * Takes it on to read a payment again: it is then due again a step later, should the reading fail or the process die, and
     * nobody else reads it until then. A row that this version cannot read is taken on, too: what is read replaces it. Empty if
     * somebody else was first, or it is due no longer.
     */
    Optional<PaymentId> claimDue(String reference, Instant now) {
        return database.inTransaction(sql -> {
            Optional<IndexedPayment> found = find(sql, reference);
            Instant next =
                    found.isPresent() ? PaymentColumns.due(found.get().payment(), now) : now.plus(UNREADABLE_AGAIN);
            int claimed = sql.update(
                    "update maksut_payment set due_at = ? where account = ? and reference = ? and due_at <= ?",
                    next,
                    account,
                    reference,
                    now);
            return claimed == 1 ? Optional.of(new PaymentId(account, reference)) : Optional.<PaymentId>empty();
        });
    }

    /** Everything is applied by the index. */
    public SearchPlan plan(PaymentQuery query) {
        return new SearchPlan(query.filters(), Set.of());
    }

    /** The page of 100 payments that begins at the cursor; see {@link #page(PaymentQuery, String, int)}. */
    public IndexedPage page(PaymentQuery query, @Nullable String cursor) {
        return page(query, cursor, PAGE_SIZE);
    }

    /**
     * The payments that match, newest first.
     *
     * @param cursor from the page before, or null for the first page
     * @param size at most so many, 1 to 1000
     * @throws IllegalArgumentException if the cursor is not one of this index, or the size is out of range
     */
    public IndexedPage page(PaymentQuery query, @Nullable String cursor, int size) {
        return page(cursor, size, (after, limit) -> database.read(sql -> rows(sql, query, after, limit)));
    }

    @FunctionalInterface
    interface Rows {
        List<PaymentRow> after(@Nullable Position position, int limit);
    }

    static IndexedPage page(@Nullable String cursor, int size, Rows all) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + LARGEST_PAGE + " payments");
        }
        List<PaymentRow> rows = all.after(cursor == null ? null : Position.decode(cursor), size + 1);
        List<PaymentRow> page = rows.subList(0, Math.min(size, rows.size()));
        boolean more = rows.size() > size;
        List<IndexedPayment> readable =
                page.stream().flatMap(it -> it.readable().stream()).toList();
        return new IndexedPage(
                readable,
                page.size() - readable.size(),
                more ? page.get(size - 1).position().encode() : null);
    }

    /** All payments that match, newest first. Lazy; one page is in memory. */
    public Stream<IndexedPayment> search(PaymentQuery query) {
        return database.<PaymentRow>scan(
                        PAGE_SIZE, (sql, last, limit) -> rows(sql, query, last == null ? null : last.position(), limit))
                .flatMap(it -> it.readable().stream());
    }

    /** Merges what the walks find; a payment that two of them find is there once. */
    List<PaymentRow> rows(Sql sql, PaymentQuery query, @Nullable Position after, int limit) {
        List<String> references = query.paymentId()
                .map(id -> PaymentNames.references(sql, account, id))
                .orElse(List.of());
        Walk.prepare(sql);
        Map<Position, PaymentRow> merged = new TreeMap<>();
        for (Walk walk : Walk.of(query, account, references, after)) {
            sql.list(
                            walk.select(sql.dialect()),
                            row -> PaymentRow.read(row, account, capabilities),
                            walk.parameters(limit))
                    .forEach(it -> merged.put(it.position(), it));
        }
        return PaymentNames.named(
                sql, account, merged.values().stream().limit(limit).toList());
    }

    /**
     * The same payment, not older than {@code age}: as it was found, or read again from the gateway and noted. To refresh
     * a whole search, lazily: {@code search(query).map(it -> refreshed(it, age, portal::payment))}.
     *
     * @param gateway reads a payment; what it throws is thrown, and the index stays as it is
     */
    public IndexedPayment refreshed(IndexedPayment found, Duration age, Function<PaymentId, Payment> gateway) {
        if (!found.isOlderThan(age, clock.instant())) {
            return found;
        }
        Payment fresh = gateway.apply(requireOurs(found.payment()).id());
        seen(fresh);
        return find(fresh.id()).orElseThrow();
    }

    /**
     * Reads payments from the gateway by their references, such as a shop's records have them, and notes them. What the
     * index has seen is not read, so that an import that ended early goes on when it is started again. One reference after
     * the other is read, and 50 are in memory; to be faster, import parts of the references at the same time.
     *
     * <p>A reference that the gateway refuses or answers without sense is told to the listener and passed over. What stops
     * the import: an exception of {@code references} or the listener, and of the gateway what concerns every call (no
     * connection, wrong credentials, limits). What was read until then is noted.
     *
     * @param references each may be anything; read as it is needed, and not closed
     * @param gateway reads a payment, {@code portal::payment} say
     */
    public ImportProgress importReferences(
            Stream<String> references, Function<PaymentId, Payment> gateway, ImportListener listener) {
        return new ReferenceImport(this, account, gateway, listener).run(references.iterator());
    }

    /**
     * Removes what is personal of all payments of customers with this e-mail address: e-mail, names, telephone, customer
     * reference, card and bank. Amounts, statuses and references stay. A payment that is seen again stays without; one that
     * is seen for the first time after this is stored as it is told.
     *
     * <p>What the database itself keeps for a while (logs, free pages, backups) is not in our hands.
     *
     * @param email compared as {@link io.maksut.payment.Customer#hasEmail} does
     * @return how many payments were changed
     */
    public int eraseCustomer(String email) {
        String folded = StoredText.foldedEmail(email);
        return folded == null ? 0 : erase("email_folded = ?", folded);
    }

    /** As {@link #eraseCustomer}, by the gateway's or the shop's name for the customer. */
    public int eraseCustomerReference(String reference) {
        return erase("customer_reference = ?", StoredText.storable(reference.strip()));
    }

    private int erase(String condition, String value) {
        return database.inTransaction(sql ->
                sql.update(PaymentColumns.erase("account = ? and " + condition), clock.instant(), account, value));
    }

    String name() {
        return account;
    }

    Payment requireOurs(Payment payment) {
        requireOurs(payment.id());
        return payment;
    }

    private PaymentId requireOurs(PaymentId id) {
        if (!id.account().equals(account)) {
            throw new IllegalArgumentException("a payment of another account than " + account);
        }
        return id;
    }

    @Override
    public String toString() {
        return "AccountIndex[" + account + "]";
    }
}
