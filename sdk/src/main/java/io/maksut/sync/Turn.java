package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.payment.PaymentId;
import io.maksut.storage.Lease;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import io.maksut.sync.BindingTable.OrderLink;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.SyncEvent.CaptureChanged;
import io.maksut.sync.SyncEvent.RefundChanged;
import io.maksut.sync.SyncEvent.VoidChanged;
import io.maksut.sync.TurnTable.TurnRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One payment while one thread is at it, and nobody else anywhere. Everything that is stored through it is stored only if
 * that still holds. Not thread-safe.
 */
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final Engine engine;
    private TurnRow row;
    private Lease lease;
    private List<LedgerOperation> refunds;
    private List<LedgerOperation> capturesAndVoids;
    private List<OrderLink> links;
    /** What may be lost in a crash, because doing it again does no harm: stored with the next commit. */
    private final List<Consumer<Sql>> postponed = new ArrayList<>();

    private final List<SyncEvent> untold = new ArrayList<>();

    private Turn(Engine engine, Opened opened) {
        this.engine = engine;
        this.row = opened.row();
        this.lease = opened.lease();
        this.refunds = opened.refunds();
        this.capturesAndVoids = opened.capturesAndVoids();
        this.links = opened.links();
    }

    private record Opened(
            Lease lease,
            TurnRow row,
            List<LedgerOperation> refunds,
            List<LedgerOperation> capturesAndVoids,
            List<OrderLink> links) {}

    /**
     * A payment that was claimed.
     *
     * @param opened null if it was set aside, because something of it cannot be read
     * @param unreadable null if it was opened
     * @param isNew whether that was not known before
     */
    private record Claimed(
            @Nullable Opened opened, @Nullable UnreadableRowException unreadable, boolean isNew) {}

    /**
     * The payment that has waited for longest, can be read, and is of an account that has a place; empty if none is due. The
     * place is given back by the caller.
     */
    static Optional<Turn> next(Engine engine, AccountShares shares) {
        while (true) {
            List<String> full = shares.full();
            Optional<Claimed> found = engine.database()
                    .<Optional<Claimed>>inTransaction(
                            sql -> engine.turns().claim(sql, full).map(lease -> read(engine, sql, lease)));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Claimed claimed = found.get();
            tellIfNew(engine, claimed);
            if (claimed.opened() != null) {
                Turn turn = new Turn(engine, claimed.opened());
                if (shares.enter(turn.payment().account())) {
                    return Optional.of(turn);
                }
                turn.putOff(engine.now()); // another thread took the last place meanwhile
            }
        }
    }

    /**
     * This payment, due or not; empty if somebody else is at it.
     *
     * @throws UnreadableRowException if it was set aside, because something of it cannot be read
     */
    static Optional<Turn> at(Engine engine, long turnId) {
        Optional<Claimed> found = engine.database()
                .<Optional<Claimed>>inTransaction(
                        sql -> engine.turns().claimNow(sql, turnId).map(lease -> read(engine, sql, lease)));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Claimed claimed = found.get();
        tellIfNew(engine, claimed);
        if (claimed.unreadable() != null) {
            throw claimed.unreadable();
        }
        return Optional.ofNullable(claimed.opened()).map(opened -> new Turn(engine, opened));
    }

    /** Claimed by id and read afterwards: what cannot be read is left to a version that can, and the others go on. */
    private static Claimed read(Engine engine, Sql sql, Lease lease) {
        try {
            Opened opened = open(sql, lease);
            if (opened.row().setAside()) {
                SetAsideTable.readable(sql, lease.id());
            }
            return new Claimed(opened, null, false);
        } catch (UnreadableRowException e) {
            boolean isNew = SetAsideTable.add(sql, e, lease.id(), engine.now());
            engine.turns()
                    .release(sql, lease, engine.now().plus(engine.settings().heldPause()));
            return new Claimed(null, e, isNew);
        }
    }

    private static void tellIfNew(Engine engine, Claimed claimed) {
        if (claimed.unreadable() != null && claimed.isNew()) {
            engine.records().tell(claimed.unreadable());
        }
    }

    private static Opened open(Sql sql, Lease lease) {
        return new Opened(
                lease,
                TurnTable.get(sql, lease.id()),
                OperationTable.ofTurn(sql, lease.id()),
                OperationTable.capturesAndVoidsOfTurn(sql, lease.id()),
                BindingTable.ofTurn(sql, lease.id()));
    }

    long id() {
        return row.id();
    }

    PaymentId payment() {
        return row.payment();
    }

    /** Whether money operations were stopped, of this payment or others, when the turn began. */
    boolean stops() {
        return row.stops();
    }

    /** Whether shop and gateway are to be compared now. */
    boolean compareDue(Instant now) {
        return Agenda.isDue(row.compareAt(), now);
    }

    /** All refunds of the payment, the oldest first. */
    List<LedgerOperation> refunds() {
        return refunds;
    }

    /** All captures of the payment, the oldest first. */
    List<LedgerOperation> captures() {
        return capturesAndVoids.stream()
                .filter(it -> it.action == Action.CAPTURE)
                .toList();
    }

    /** All captures and voids of the payment, the oldest first. */
    List<LedgerOperation> capturesAndVoids() {
        return capturesAndVoids;
    }

    /** Everything that is done to the payment: its refunds, then its captures and voids, the oldest of each first. */
    List<LedgerOperation> all() {
        List<LedgerOperation> all = new ArrayList<>(refunds);
        all.addAll(capturesAndVoids);
        return all;
    }

    /** The orders that have to do with the payment, as they were when the turn began. */
    List<OrderLink> links() {
        return links;
    }

    /** Work that is stored only if this thread is still the one at the payment. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Sql sql, Instant now);
    }

    /**
     * Stores, and begins the lease anew.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken the payment over; nothing is stored then
     */
    <T extends @Nullable Object> T commit(Work<T> work) {
        record Result<V extends @Nullable Object>(Lease lease, V value) {}
        Result<T> result = engine.database().inTransaction(sql -> {
            Lease renewed = engine.turns().renew(sql, lease);
            postponed.forEach(change -> change.accept(sql));
            return new Result<>(renewed, work.run(sql, engine.now()));
        });
        lease = result.lease();
        postponed.clear();
        tellAll();
        return result.value();
    }

    /** Stores a refund's new state with what it tells the auditor. */
    LedgerOperation store(OperationDraft draft, LedgerEvent.Kind what, String details) {
        return store(draft, what, null, details);
    }

    /** As {@link #store(OperationDraft, LedgerEvent.Kind, String)}; {@code author} is the person who did it. */
    LedgerOperation store(OperationDraft draft, LedgerEvent.Kind what, @Nullable String author, String details) {
        LedgerOperation stored = commit((sql, now) -> write(sql, now, draft, what, author, details));
        replace(stored);
        engine.tell(changed(stored, what));
        return stored;
    }

    /** Stores the new states of two refunds, or of neither. */
    void storeBoth(
            OperationDraft one,
            LedgerEvent.Kind ofOne,
            String detailsOfOne,
            OperationDraft other,
            LedgerEvent.Kind ofOther,
            String detailsOfOther,
            String author) {
        record Both(LedgerOperation one, LedgerOperation other) {}
        Both stored = commit((sql, now) -> new Both(
                write(sql, now, one, ofOne, author, detailsOfOne),
                write(sql, now, other, ofOther, author, detailsOfOther)));
        replace(stored.one());
        replace(stored.other());
        engine.tell(new RefundChanged(stored.one(), ofOne));
        engine.tell(new RefundChanged(stored.other(), ofOther));
    }

    /** Written with the next commit of this turn: only for what may be found out again without harm. */
    void withNextCommit(Consumer<Sql> change) {
        postponed.add(change);
    }

    /** A difference that needs no second look; open, and told, with the next commit of this turn. */
    void discrepancy(Difference difference) {
        postponed.add(sql -> {
            Instant now = engine.now();
            FindingTable.open(sql, row.id(), difference, now).ifPresent(open -> {
                EventTable.add(
                        sql,
                        row.id(),
                        0,
                        now,
                        LedgerEvent.Kind.FINDING_OPENED,
                        null,
                        open.kind() + " " + open.amount() + " " + open.subject());
                untold.add(new SyncEvent.FindingChanged(open));
            });
        });
    }

    /** Stores it with the next commit of this turn: only for what may be done again without harm. */
    LedgerOperation storeLater(OperationDraft draft, LedgerEvent.Kind what, String details) {
        Instant now = engine.now();
        draft.changedAt = now;
        LedgerOperation changed = draft.done();
        postponed.add(sql -> {
            LedgerOperation unused = write(sql, now, changed.edit(), what, null, details);
        });
        replace(changed);
        untold.add(changed(changed, what));
        return changed;
    }

    /** As {@link #storeLater}, where nothing has happened that an auditor would want to read. */
    LedgerOperation storeQuietly(OperationDraft draft) {
        LedgerOperation changed = draft.done();
        postponed.add(sql -> OperationTable.update(sql, changed, engine.now()));
        replace(changed);
        return changed;
    }

    private LedgerOperation write(
            Sql sql,
            Instant now,
            OperationDraft draft,
            LedgerEvent.Kind what,
            @Nullable String author,
            String details) {
        draft.changedAt = now;
        LedgerOperation changed = draft.done();
        OperationTable.update(sql, changed, now);
        if (what == LedgerEvent.Kind.INTENDED || what == LedgerEvent.Kind.SENT_AGAIN) {
            EventTable.addUnlessStopped(
                    sql, row.id(), changed.id, changed.shop, now, changed.event(what), author, details);
        } else {
            EventTable.add(sql, row.id(), changed.id, now, changed.event(what), author, details);
        }
        if (changed.action != Action.REFUND) {
            return changed;
        }
        boolean endsNow = !changed.state.inFlight()
                && refunds.stream().anyMatch(before -> before.id == changed.id && before.state.inFlight());
        if (endsNow && (row.comparedAt() != null || changed.watchedUntil != null)) {
            // What was found when they were compared may be over by this; and what is watched is looked for.
            TurnTable.compareAt(sql, row.id(), now.plus(engine.settings().settleDelay()));
        }
        if (changed.kind == LedgerOperation.Kind.DIRECT && changed.state.unpaid()) {
            // No money moved: what had allowed it allows another try.
            DecisionTable.giveBack(sql, row.id(), changed.id);
        }
        if (what == LedgerEvent.Kind.PAID_LATE && changed.kind == LedgerOperation.Kind.DIRECT) {
            DecisionTable.takeBack(sql, row.id(), changed.id);
        }
        return changed;
    }

    /** A refund that was made within this turn. */
    void add(LedgerOperation refund) {
        refunds = new ArrayList<>(refunds);
        refunds.add(refund);
    }

    /**
     * Makes sure that the payment is ours for so long, and for the greater part of a lease at least: called before each
     * question to a shop or a gateway, so that only a single answer may outlast the lease, never several together.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void holdFor(Duration time) {
        Duration most = engine.settings().lease().multipliedBy(3).dividedBy(4);
        if (lease.until().isBefore(engine.now().plus(time.compareTo(most) > 0 ? time : most))) {
            commit((sql, now) -> true);
        }
    }

    /** Reads again what others may have changed: what the shop shows. */
    void refresh() {
        Opened opened = engine.database().read(sql -> open(sql, lease));
        row = opened.row();
        refunds = opened.refunds();
        capturesAndVoids = opened.capturesAndVoids();
        links = opened.links();
    }

    /**
     * Ends the turn; somebody looks at the payment again when something is due.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void end() {
        engine.database().inTransaction(sql -> {
            TurnTable.lock(sql, row.id());
            postponed.forEach(change -> change.accept(sql));
            Opened now = open(sql, lease);
            Instant due = Agenda.nextDue(
                            now.refunds(), now.capturesAndVoids(), now.row().compareAt())
                    .orElse(null);
            engine.turns().release(sql, lease, due);
            return true;
        });
        postponed.clear();
        tellAll();
    }

    /** Ends the turn where what it did counts all the same: one that cannot be ended ends with its lease. */
    void leave() {
        try {
            end();
        } catch (LeaseLostException | DatabaseException e) {
            LOG.warn("{} was not ended, its lease runs out: {}", this, e.getMessage());
        }
    }

    /**
     * Ends the turn without a look at what is due: somebody looks at the payment again at {@code at}.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void putOff(Instant at) {
        engine.database().inTransaction(sql -> {
            engine.turns().release(sql, lease, at);
            return true;
        });
    }

    private void tellAll() {
        untold.forEach(engine::tell);
        untold.clear();
    }

    private void replace(LedgerOperation changed) {
        refunds = replaced(refunds, changed);
        capturesAndVoids = replaced(capturesAndVoids, changed);
    }

    private static List<LedgerOperation> replaced(List<LedgerOperation> all, LedgerOperation changed) {
        return all.stream()
                .map(known -> known.id == changed.id ? changed : known)
                .toList();
    }

    /** What listeners are told. */
    static SyncEvent changed(LedgerOperation operation, LedgerEvent.Kind what) {
        LedgerEvent.Kind told = operation.event(what);
        return switch (operation.action) {
            case REFUND -> new RefundChanged(operation, told);
            case CAPTURE -> new CaptureChanged(operation, told);
            case VOID -> new VoidChanged(operation, told);
        };
    }

    @Override
    public String toString() {
        return "Turn[" + row.payment() + "]";
    }
}
