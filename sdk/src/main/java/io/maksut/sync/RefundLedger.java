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
 * What the engine knows, to be read: refunds, captures, voids, discrepancies, and how each came about. Streams are lazy, one page in
 * memory. Thread-safe; methods throw {@link io.maksut.error.DatabaseException} when the database does not answer.
 *
 * <p>A list leaves out a record that this version cannot read, because a newer one wrote it, and puts it among those
 * {@linkplain #setAside set aside}. Asked for by its id, it is a {@link io.maksut.error.DatabaseException}.
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

    /** How much there is to do. Looks at nothing that is finished, so it may be asked often. */
    public LedgerCounts counts() {
        Set<LedgerNotice> notices = marks.notices();
        return database.read(sql -> CountTable.read(sql, expected, notices, engine.now()));
    }

    /** What is stopped now, the oldest first. */
    public List<MoneyStop> stops() {
        return database.read(StopTable::standing);
    }

    /** What stops refunds and captures of this payment that this shop asks for; empty if nothing does. */
    public Optional<MoneyStop> stopOf(PaymentId payment, String shop) {
        return engine.stops().covering(payment, shop);
    }

    /** Everything that was ever stopped, the oldest first. */
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

    /** The refund that goes by this id in the shop, under whichever of its names. */
    public Optional<LedgerOperation> refund(String shop, String idInShop) {
        return database.read(sql -> OperationTable.byName(sql, shop, idInShop));
    }

    /** All refunds of a payment, the oldest first. */
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

    /** All refunds of a payment that a shop was asked to make, the oldest first. */
    public List<LedgerOperation> startsOf(PaymentId payment) {
        return ofPayment(payment, Action.START_REFUND);
    }

    /** The records in shops of direct refunds of a payment, the oldest first. */
    public List<LedgerOperation> recordsOf(PaymentId payment) {
        return ofPayment(payment, Action.RECORD);
    }

    /** All captures of a payment, those that shipping called for and those that the shop asked for, the oldest first. */
    public List<LedgerOperation> capturesOf(PaymentId payment) {
        return ofPayment(payment, Action.CAPTURE);
    }

    /** All voids of a payment, the oldest first. */
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

    /** The other ids that a refund goes by in its shop. */
    public List<String> names(LedgerOperation refund) {
        return database.read(sql -> OperationTable.names(sql, refund.id()));
    }

    /** Refunds whose money is on its way, may be, or is still wanted. */
    public Stream<LedgerOperation> inFlight() {
        return Stream.of(State.PENDING, State.SUBMITTED, State.UNKNOWN, State.PROCESSING)
                .flatMap(this::inState);
    }

    /** Refunds in this state, the oldest first. */
    public Stream<LedgerOperation> inState(State state) {
        return readable((sql, afterId, limit) -> OperationTable.inState(sql, Action.REFUND, state, afterId, limit));
    }

    /**
     * Refunds, captures and voids that a shop asked for, and refunds that it is asked to make, that a person has to look at, the oldest first;
     * {@link LedgerOperation#reviewReason} says why. What shipping calls for is among the {@linkplain #openCaptures open captures}.
     */
    public Stream<LedgerOperation> waitingForPerson() {
        return readable(OperationTable::inReview);
    }

    /** Captures that shipping calls for and that are not done, those that wait for a person included. */
    public Stream<LedgerOperation> openCaptures() {
        return Stream.of(State.PENDING, State.SUBMITTED, State.UNKNOWN, State.PROCESSING)
                .flatMap(state -> readable(
                        (sql, afterId, limit) -> OperationTable.inState(sql, Action.CAPTURE, state, afterId, limit)))
                .filter(it -> it.kind == LedgerOperation.Kind.SHIPPED);
    }

    /** Discrepancies in this state, the oldest first. */
    public Stream<Discrepancy> discrepancies(Discrepancy.State state) {
        return readable((sql, afterId, limit) -> DiscrepancyTable.inState(sql, state, afterId, limit));
    }

    /** All discrepancies about a payment, those that are over included. */
    public List<Discrepancy> discrepanciesOf(PaymentId payment) {
        return readable(payment, DiscrepancyTable::ofPayment);
    }

    /** How a refund came about, from the beginning. */
    public Stream<LedgerEvent> history(LedgerOperation refund) {
        return database.scan(
                PAGE, (sql, last, limit) -> EventTable.ofRefund(sql, refund.id(), last == null ? 0 : last.id(), limit));
    }

    /** Everything that happened to a payment here, from the beginning. */
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
     * Records that this version, or another one that shares the ledger, cannot read; those of refunds and captures have their
     * whole payment wait for a version that can. A person brings all machines to the same version.
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
