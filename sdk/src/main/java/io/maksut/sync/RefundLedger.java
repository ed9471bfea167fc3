package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.storage.Database;
import io.maksut.storage.Reading;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The read model: operations, discrepancies, and how each came about. Streams are lazy, with one page in memory.
 * Thread-safe; methods throw {@link io.maksut.error.DatabaseException} when the database does not answer.
 *
 * <p>A list leaves out a record that this version cannot read, because a newer one wrote it, and
 * {@linkplain #setAside sets it aside}. Reading it by its id throws {@link io.maksut.error.DatabaseException}.
 */
public final class RefundLedger {
    private static final int PAGE = 100;

    private final Engine engine;
    private final ExpectedWork expected;
    private final LedgerMarks marks;
    private final Database database;

    RefundLedger(Engine engine, ExpectedWork expected, LedgerMarks marks) {
        this.engine = engine;
        this.expected = expected;
        this.marks = marks;
        this.database = engine.database();
    }

    /** Counts what is to be done. Reads nothing that is finished, so it may be called often. */
    public LedgerCounts counts() {
        Set<LedgerNotice> notices = marks.notices();
        return database.read(sql -> CountTable.read(sql, expected, notices, engine.now()));
    }

    /** The stops that stand now, oldest first. */
    public List<MoneyStop> stops() {
        return database.read(StopTable::standing);
    }

    /** The stop that covers this shop's operations on this payment; empty if none does. */
    public Optional<MoneyStop> stopOf(PaymentId payment, String shop) {
        return engine.stops().covering(payment, shop);
    }

    /** All stops that ever were, oldest first. */
    public Stream<MoneyStop> everyStop() {
        return database.scan(PAGE, StopTable::after);
    }

    /** The operation of this id. */
    public Optional<LedgerOperation> operation(long id) {
        return database.read(sql -> OperationTable.byId(sql, id));
    }

    /** The refund of this id. */
    public Optional<LedgerOperation> refund(long id) {
        return operation(id).filter(it -> it.action() == Action.REFUND);
    }

    /** The refund with this id or further id in the shop. */
    public Optional<LedgerOperation> refund(String shop, String idInShop) {
        return database.read(sql -> OperationTable.byName(sql, shop, idInShop));
    }

    /** All refunds of a payment, oldest first. */
    public List<LedgerOperation> refundsOf(PaymentId payment) {
        return readable(payment, OperationTable::eachOfPayment);
    }

    /** The capture or void that the shop asked for under this id. */
    public Optional<LedgerOperation> captureOrVoid(String shop, String requestId) {
        return database.read(sql -> OperationTable.captureOrVoid(sql, shop, requestId));
    }

    /** The refund that a caller started in the shop under this id. */
    public Optional<LedgerOperation> started(String shop, String wishId) {
        return database.read(sql -> OperationTable.started(sql, shop, wishId));
    }

    /** All refunds of a payment that a shop was asked to make, oldest first. */
    public List<LedgerOperation> startsOf(PaymentId payment) {
        return ofPayment(payment, Action.START_REFUND);
    }

    /** The records in shops of a payment's direct refunds, oldest first. */
    public List<LedgerOperation> recordsOf(PaymentId payment) {
        return ofPayment(payment, Action.RECORD);
    }

    /** All captures of a payment, for shipments and at a shop's request, oldest first. */
    public List<LedgerOperation> capturesOf(PaymentId payment) {
        return ofPayment(payment, Action.CAPTURE);
    }

    /** All voids of a payment, oldest first. */
    public List<LedgerOperation> voidsOf(PaymentId payment) {
        return ofPayment(payment, Action.VOID);
    }

    private List<LedgerOperation> ofPayment(PaymentId payment, Action action) {
        return readable(payment, OperationTable::eachOtherOfPayment).stream()
                .filter(it -> it.action == action)
                .toList();
    }

    /** The discrepancy of this id. */
    public Optional<Discrepancy> discrepancy(long id) {
        return database.read(sql -> DiscrepancyTable.byId(sql, id));
    }

    /** The further ids of a refund in its shop. */
    public List<String> names(LedgerOperation refund) {
        return database.read(sql -> OperationTable.names(sql, refund.id()));
    }

    /** Refunds that have not ended. */
    public Stream<LedgerOperation> inFlight() {
        return Stream.of(State.PENDING, State.SUBMITTED, State.UNKNOWN, State.PROCESSING)
                .flatMap(this::inState);
    }

    /** Refunds in this state, oldest first. */
    public Stream<LedgerOperation> inState(State state) {
        return readable((sql, afterId, limit) -> OperationTable.inState(sql, Action.REFUND, state, afterId, limit));
    }

    /**
     * Operations that need review, oldest first; {@link LedgerOperation#reviewReason} says why. Captures for shipments
     * are {@linkplain #openCaptures open captures} instead; a record's review is on its direct refund.
     */
    public Stream<LedgerOperation> waitingForPerson() {
        return readable(OperationTable::inReview);
    }

    /** Captures for shipments that have not ended, those that need review included. */
    public Stream<LedgerOperation> openCaptures() {
        return Stream.of(State.PENDING, State.SUBMITTED, State.UNKNOWN, State.PROCESSING)
                .flatMap(state -> readable(
                        (sql, afterId, limit) -> OperationTable.inState(sql, Action.CAPTURE, state, afterId, limit)))
                .filter(it -> it.kind == LedgerOperation.Kind.SHIPPED);
    }

    /** Discrepancies in this state, oldest first. */
    public Stream<Discrepancy> discrepancies(Discrepancy.State state) {
        return readable((sql, afterId, limit) -> DiscrepancyTable.inState(sql, state, afterId, limit));
    }

    /** All discrepancies about a payment, those that are over included. */
    public List<Discrepancy> discrepanciesOf(PaymentId payment) {
        return readable(payment, DiscrepancyTable::ofPayment);
    }

    /** The history of an operation, from the beginning. */
    public Stream<LedgerEvent> history(LedgerOperation refund) {
        return database.scan(
                PAGE, (sql, last, limit) -> EventTable.ofRefund(sql, refund.id(), last == null ? 0 : last.id(), limit));
    }

    /** The history of a payment, from the beginning. */
    public Stream<LedgerEvent> history(PaymentId payment) {
        Optional<Long> claim =
                database.read(sql -> PaymentClaimTable.find(sql, payment).map(PaymentClaimTable.PaymentClaimRow::id));
        return claim.isEmpty()
                ? Stream.empty()
                : database.scan(
                        PAGE,
                        (sql, last, limit) ->
                                EventTable.ofPayment(sql, claim.get(), last == null ? 0 : last.id(), limit));
    }

    /**
     * Records that this version, or another one that shares the ledger, cannot read. A payment with such an operation
     * waits for a version that can. A person brings all machines to the same version.
     */
    public Stream<SetAside> setAside() {
        return database.scan(PAGE, SetAsideTable::after);
    }

    /** Reads all records of a payment. */
    @FunctionalInterface
    private interface OfPayment<T> {
        List<Reading<T>> read(Sql sql, long claimId);
    }

    private <T> List<T> readable(PaymentId payment, OfPayment<T> all) {
        List<Reading<T>> readings = database.read(sql -> PaymentClaimTable.find(sql, payment)
                .map(claim -> all.read(sql, claim.id()))
                .orElse(List.of()));
        return engine.records().readable(readings);
    }

    /** Reads a page of records. */
    @FunctionalInterface
    private interface Pager<T> {
        List<Reading<T>> after(Sql sql, long afterId, int limit);
    }

    private <T> Stream<T> readable(Pager<T> pager) {
        Stream<Reading<T>> readings =
                database.scan(PAGE, (sql, last, limit) -> pager.after(sql, last == null ? 0 : last.number(), limit));
        return engine.records().readableOf(readings);
    }

    @Override
    public String toString() {
        return "RefundLedger[" + database.dialect() + "]";
    }
}
