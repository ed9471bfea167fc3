package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.storage.Database;
import io.maksut.sync.LedgerRefund.State;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the engine knows, to be read: refunds, captures, findings, and how each came about. Streams are lazy, one page in
 * memory. Thread-safe; methods throw {@link io.maksut.error.DatabaseException} when the database does not answer.
 */
public final class RefundLedger {
    private static final int PAGE = 100;

    private final Database database;
    private final Clock clock;

    RefundLedger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How much there is to do. Looks at nothing that is finished, so it may be asked often. */
    public LedgerCounts counts() {
        return database.read(sql -> CountTable.read(sql, clock.instant()));
    }

    /** The refund of this id. */
    public Optional<LedgerRefund> refund(long id) {
        return database.read(sql -> RefundTable.byId(sql, id));
    }

    /** The refund that goes by this id in the shop, under whichever of its names. */
    public Optional<LedgerRefund> refund(String shop, String idInShop) {
        return database.read(sql -> RefundTable.byName(sql, shop, idInShop));
    }

    /** All refunds of a payment, the oldest first. */
    public List<LedgerRefund> refundsOf(PaymentId payment) {
        return database.read(sql -> TurnTable.find(sql, payment)
                .map(turn -> RefundTable.ofTurn(sql, turn.id()))
                .orElse(List.of()));
    }

    /** All captures that shipping called for, the oldest first. */
    public List<LedgerCapture> capturesOf(PaymentId payment) {
        return database.read(sql -> TurnTable.find(sql, payment)
                .map(turn -> CaptureTable.ofTurn(sql, turn.id()))
                .orElse(List.of()));
    }

    /** The capture of this id. */
    public Optional<LedgerCapture> capture(long id) {
        return database.read(sql -> CaptureTable.byId(sql, id));
    }

    /** The finding of this id. */
    public Optional<Finding> finding(long id) {
        return database.read(sql -> FindingTable.byId(sql, id));
    }

    /** The other ids that a refund goes by in its shop. */
    public List<String> names(LedgerRefund refund) {
        return database.read(sql -> RefundTable.names(sql, refund.id()));
    }

    /** Refunds whose money is on its way, may be, or is still wanted. */
    public Stream<LedgerRefund> inFlight() {
        return Stream.of(State.RECEIVED, State.INTENDED, State.PROCESSING).flatMap(this::inState);
    }

    /** Refunds in this state, the oldest first. */
    public Stream<LedgerRefund> inState(State state) {
        return database.scan(
                PAGE, (sql, last, limit) -> RefundTable.inState(sql, state, last == null ? 0 : last.id(), limit));
    }

    /** Refunds that a person has to look at, the oldest first; {@link LedgerRefund#hold} says why. */
    public Stream<LedgerRefund> waitingForPerson() {
        return database.scan(PAGE, (sql, last, limit) -> RefundTable.onHold(sql, last == null ? 0 : last.id(), limit));
    }

    /** Captures that are wanted and not done, those that wait for a person included. */
    public Stream<LedgerCapture> openCaptures() {
        return Stream.of(LedgerCapture.State.WANTED, LedgerCapture.State.INTENDED)
                .flatMap(state -> database.scan(
                        PAGE,
                        (sql, last, limit) -> CaptureTable.inState(sql, state, last == null ? 0 : last.id(), limit)));
    }

    /** Findings in this state, the oldest first. */
    public Stream<Finding> findings(Finding.State state) {
        return database.scan(
                PAGE, (sql, last, limit) -> FindingTable.inState(sql, state, last == null ? 0 : last.id(), limit));
    }

    /** All findings about a payment, those that are over included. */
    public List<Finding> findingsOf(PaymentId payment) {
        return database.read(sql -> TurnTable.find(sql, payment)
                .map(turn -> FindingTable.ofTurn(sql, turn.id()))
                .orElse(List.of()));
    }

    /** How a refund came about, from the beginning. */
    public Stream<LedgerEvent> history(LedgerRefund refund) {
        return database.scan(
                PAGE, (sql, last, limit) -> EventTable.ofRefund(sql, refund.id(), last == null ? 0 : last.id(), limit));
    }

    /** Everything that happened to a payment here, from the beginning. */
    public Stream<LedgerEvent> history(PaymentId payment) {
        Optional<Long> turn = database.read(sql -> TurnTable.find(sql, payment).map(TurnTable.TurnRow::id));
        return turn.isEmpty()
                ? Stream.empty()
                : database.scan(
                        PAGE,
                        (sql, last, limit) -> EventTable.ofTurn(sql, turn.get(), last == null ? 0 : last.id(), limit));
    }

    @Override
    public String toString() {
        return "RefundLedger[" + database.dialect() + "]";
    }
}
