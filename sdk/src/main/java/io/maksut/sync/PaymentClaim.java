package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.payment.PaymentId;
import io.maksut.storage.Lease;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import io.maksut.sync.BindingTable.OrderLink;
import io.maksut.sync.EventTable.Event;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.PaymentClaimTable.PaymentClaimRow;
import io.maksut.sync.SyncEvent.CaptureChanged;
import io.maksut.sync.SyncEvent.RefundChanged;
import io.maksut.sync.SyncEvent.VoidChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease on one payment: while it holds, no other thread of any machine works on the payment. What is stored through
 * it is stored only if the lease still holds. Not thread-safe.
 */
final class PaymentClaim {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentClaim.class);

    private final Engine engine;
    private PaymentClaimRow row;
    private Lease lease;
    private List<LedgerOperation> operations;
    private List<OrderLink> links;
    /** Changes that a crash may lose without harm, stored with the next commit; and the events that tell of them. */
    private final List<Consumer<Sql>> postponed = new ArrayList<>();

    private final List<Event> postponedEvents = new ArrayList<>();
    private @Nullable Consumer<Sql> binding;
    private final List<SyncEvent> untold = new ArrayList<>();
    /** Whether memory shows all that this claim has stored: then nothing is read again at its end. */
    private boolean inStep = true;

    private PaymentClaim(Engine engine, Opened opened) {
        this.engine = engine;
        this.row = opened.row();
        this.lease = opened.lease();
        this.operations = opened.operations();
        this.links = opened.links();
    }

    private record Opened(Lease lease, PaymentClaimRow row, List<LedgerOperation> operations, List<OrderLink> links) {}

    /**
     * A payment whose lease was taken.
     *
     * @param opened null if a row of the payment cannot be read, so that it was set aside
     * @param unreadable null if all could be read
     * @param isNew whether the unreadable row was not known before
     */
    private record Claimed(
            @Nullable Opened opened, @Nullable UnreadableRowException unreadable, boolean isNew) {}

    /**
     * Claims the payment that is due for longest, can be read, and whose account has a free place; empty if none is
     * due. The caller gives the place back.
     */
    static Optional<PaymentClaim> next(Engine engine, AccountShares shares) {
        return opened(engine, shares, claimNext(engine, shares));
    }

    private static Optional<Claimed> claimNext(Engine engine, AccountShares shares) {
        List<String> full = shares.full();
        return engine.database().inTransaction(sql -> claimNext(engine, sql, full));
    }

    private static Optional<Claimed> claimNext(Engine engine, Sql sql, List<String> full) {
        return engine.claims().claim(sql, full).map(lease -> read(engine, sql, lease));
    }

    /** Opens the claimed payment; if it cannot be read or has no place, claims the next. */
    private static Optional<PaymentClaim> opened(Engine engine, AccountShares shares, Optional<Claimed> first) {
        Optional<Claimed> found = first;
        while (found.isPresent()) {
            Claimed claimed = found.get();
            tellIfNew(engine, claimed);
            if (claimed.opened() != null) {
                PaymentClaim claim = new PaymentClaim(engine, claimed.opened());
                if (shares.enter(claim.id(), claim.payment().account())) {
                    return Optional.of(claim);
                }
                claim.putOff(engine.now()); // another thread took the last place meanwhile
            }
            found = claimNext(engine, shares);
        }
        return Optional.empty();
    }

    /**
     * Claims this payment, due or not; empty if it is claimed already.
     *
     * @throws UnreadableRowException if a row of it cannot be read, so that it was set aside
     */
    static Optional<PaymentClaim> at(Engine engine, long claimId) {
        return at(engine, sql -> engine.claims().claimNow(sql, claimId));
    }

    /** As {@link #at(Engine, long)}, for a payment that may be new to the ledger. */
    static Optional<PaymentClaim> at(Engine engine, PaymentId payment) {
        return at(engine, sql -> engine.claims().claimNow(sql, payment));
    }

    private static Optional<PaymentClaim> at(Engine engine, Function<Sql, Optional<Lease>> claim) {
        Optional<Claimed> found = engine.database()
                .<Optional<Claimed>>inTransaction(sql -> claim.apply(sql).map(lease -> read(engine, sql, lease)));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Claimed claimed = found.get();
        tellIfNew(engine, claimed);
        if (claimed.unreadable() != null) {
            throw claimed.unreadable();
        }
        return Optional.ofNullable(claimed.opened()).map(opened -> new PaymentClaim(engine, opened));
    }

    /** Reads a payment after it was claimed by id. One that cannot be read is set aside for a newer version. */
    private static Claimed read(Engine engine, Sql sql, Lease lease) {
        try {
            Opened opened = open(sql, lease);
            if (opened.row().setAside()) {
                SetAsideTable.readable(sql, lease.id());
            }
            return new Claimed(opened, null, false);
        } catch (UnreadableRowException e) {
            boolean isNew = SetAsideTable.add(sql, e, lease.id(), engine.now());
            engine.claims()
                    .release(sql, lease, engine.now().plus(engine.settings().reviewPause()));
            return new Claimed(null, e, isNew);
        }
    }

    private static void tellIfNew(Engine engine, Claimed claimed) {
        if (claimed.unreadable() != null && claimed.isNew()) {
            engine.records().tell(claimed.unreadable());
        }
    }

    private static Opened open(Sql sql, Lease lease) {
        OperationTable.OfPayment all = OperationTable.load(sql, lease.id());
        return new Opened(lease, all.row(), all.operations(), all.links());
    }

    long id() {
        return row.id();
    }

    PaymentId payment() {
        return row.payment();
    }

    /** Whether any money operations were stopped when the claim began, of this payment or of others. */
    boolean stops() {
        return row.stops();
    }

    /** How many other names were known to be the payment's when the claim began or was last refreshed. */
    long knownNames() {
        return row.names();
    }

    /** Whether a reconciliation is due. */
    boolean compareDue(Instant now) {
        return Schedule.isDue(row.compareAt(), now);
    }

    /** All refunds of the payment, oldest first. */
    List<LedgerOperation> refunds() {
        return only(Action.REFUND);
    }

    /** All captures of the payment, oldest first. */
    List<LedgerOperation> captures() {
        return only(Action.CAPTURE);
    }

    private List<LedgerOperation> only(Action action) {
        return operations.stream().filter(it -> it.action == action).toList();
    }

    /** All captures and voids of the payment, oldest first. */
    List<LedgerOperation> capturesAndVoids() {
        return Schedule.capturesAndVoids(operations);
    }

    /** All operations of the payment, oldest first. */
    List<LedgerOperation> all() {
        return operations;
    }

    /** The orders that are linked to the payment, as they were when the claim began or was last refreshed. */
    List<OrderLink> links() {
        return links;
    }

    /** What a commit of this claim stores. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Sql sql, Instant now);
    }

    /**
     * Stores the work and renews the lease.
     *
     * @throws LeaseLostException if another has taken the payment over; nothing is stored then
     */
    <T extends @Nullable Object> T commit(Work<T> work) {
        inStep = false; // only the work knows what it stores
        return commit(null, work);
    }

    /**
     * Stores the work if the lease holds, and renews the lease unless most of it is left and an event proves it.
     *
     * @param event what the history says of the work; null for nothing
     */
    private <T extends @Nullable Object> T commit(@Nullable Event event, Work<T> work) {
        record Result<V extends @Nullable Object>(Lease lease, V value) {}
        Result<T> result = engine.database().inTransaction(sql -> {
            Lease held = holding(sql, event);
            return new Result<>(held, work.run(sql, engine.now()));
        });
        lease = result.lease();
        forgetPostponed();
        tellAll();
        return result.value();
    }

    /**
     * Makes sure that the lease holds until the transaction ends, and stores what was postponed and the event. While
     * three quarters of the lease are left, inserting the first event proves that it holds; else the lease is renewed.
     */
    private Lease holding(Sql sql, @Nullable Event last) {
        List<Event> events = new ArrayList<>(postponedEvents);
        if (last != null) {
            events.add(last);
        }
        boolean byEvent =
                !events.isEmpty() && !lease.until().isBefore(engine.now().plus(greaterPart()));
        Lease held = lease;
        if (byEvent) {
            EventTable.addHolding(sql, engine.claims(), lease, events.remove(0));
        } else {
            held = engine.claims().renew(sql, lease);
        }
        postponed.forEach(change -> change.accept(sql));
        if (binding != null) {
            binding.accept(sql);
        }
        events.forEach(event -> EventTable.add(sql, event));
        return held;
    }

    /** Stores an operation's new state, and the event that tells of it. */
    LedgerOperation store(OperationDraft draft, LedgerEvent.Kind what, String details) {
        return store(draft, what, null, details, null);
    }

    /** As {@link #store(OperationDraft, LedgerEvent.Kind, String)}; {@code author} is the person who decided it. */
    LedgerOperation store(OperationDraft draft, LedgerEvent.Kind what, @Nullable String author, String details) {
        return store(draft, what, author, details, null);
    }

    /**
     * Stores an attempt that is about to be sent.
     *
     * @param names on which it was judged; null where no names count
     * @throws MoneyStoppedException if a stop covers it by now
     * @throws OtherNameFoundException if they are not all names of the payment; nothing is stored then
     */
    LedgerOperation intend(OperationDraft draft, String details, @Nullable JudgedNames names) {
        return store(draft, LedgerEvent.Kind.SUBMITTED, null, details, names);
    }

    private LedgerOperation store(
            OperationDraft draft,
            LedgerEvent.Kind what,
            @Nullable String author,
            String details,
            @Nullable JudgedNames names) {
        boolean wasInStep = inStep;
        inStep = false;
        Optional<OperationDraft> along = RecordInShop.alongWith(draft.done(), operations, engine.now());
        boolean isNew = along.filter(it -> it.id == 0).isPresent();
        LedgerOperation stored = commit(event(draft, what, author, details, names), (sql, now) -> {
            along.ifPresent(it -> writeAlong(sql, now, it, isNew));
            return write(sql, now, draft, what);
        });
        replace(stored);
        along.ifPresent(it -> put(it.done()));
        inStep = wasInStep;
        tellChanged(stored, what);
        return stored;
    }

    private static void writeAlong(Sql sql, Instant now, OperationDraft draft, boolean isNew) {
        if (isNew) {
            draft.id = OperationTable.insert(sql, draft.done()).orElseThrow();
        } else {
            LedgerOperation unused = OperationTable.update(sql, draft, now);
        }
    }

    private void put(LedgerOperation written) {
        if (operations.stream().anyMatch(it -> it.id == written.id)) {
            replace(written);
        } else {
            add(written);
        }
    }

    /** Events of a record are told as events of the direct refund that it records. */
    private void tellChanged(LedgerOperation stored, LedgerEvent.Kind what) {
        if (stored.action == Action.RECORD) {
            RecordInShop.direct(stored, operations)
                    .ifPresent(it -> engine.tell(new RefundChanged(it, stored.event(what))));
        } else {
            engine.tell(changed(stored, what));
        }
    }

    private Event event(OperationDraft draft, LedgerEvent.Kind what, @Nullable String author, String details) {
        return event(draft, what, author, details, null);
    }

    private Event event(
            OperationDraft draft,
            LedgerEvent.Kind what,
            @Nullable String author,
            String details,
            @Nullable JudgedNames names) {
        boolean aboutToBeSent = what == LedgerEvent.Kind.SUBMITTED || what == LedgerEvent.Kind.SENT_AGAIN;
        return new Event(
                row.id(),
                draft.action == Action.RECORD && draft.recordOf != null ? draft.recordOf : draft.id,
                engine.now(),
                draft.done().event(what),
                author,
                details,
                aboutToBeSent && draft.action != Action.RECORD ? draft.shop : null,
                names);
    }

    /** Stores the new states of two refunds, or neither. */
    void storeBoth(
            OperationDraft one,
            LedgerEvent.Kind ofOne,
            String detailsOfOne,
            OperationDraft other,
            LedgerEvent.Kind ofOther,
            String detailsOfOther,
            String author) {
        record Both(LedgerOperation one, LedgerOperation other) {}
        Optional<OperationDraft> along = RecordInShop.alongWith(other.done(), operations, engine.now());
        Both stored = commit((sql, now) -> {
            along.ifPresent(it -> writeAlong(sql, now, it, false));
            EventTable.add(sql, event(one, ofOne, author, detailsOfOne));
            EventTable.add(sql, event(other, ofOther, author, detailsOfOther));
            return new Both(write(sql, now, one, ofOne), write(sql, now, other, ofOther));
        });
        replace(stored.one());
        replace(stored.other());
        along.ifPresent(it -> put(it.done()));
        engine.tell(new RefundChanged(stored.one(), ofOne));
        engine.tell(new RefundChanged(stored.other(), ofOther));
    }

    private void forgetPostponed() {
        postponed.clear();
        postponedEvents.clear();
        binding = null;
    }

    /** As {@link #withNextCommit}, of an order's binding, which is forgotten if it was not judged on all names. */
    void bindWithNextCommit(Consumer<Sql> change) {
        binding = change;
    }

    void forgetBinding() {
        binding = null;
    }

    /** Makes a change with the next commit of this claim; a crash may lose it: only for what can be found again. */
    void withNextCommit(Consumer<Sql> change) {
        postponed.add(change);
    }

    /** Opens a discrepancy that needs no second look, with the next commit of this claim. */
    void discrepancy(Mismatch mismatch) {
        postponed.add(sql -> {
            Instant now = engine.now();
            DiscrepancyTable.open(sql, row.id(), mismatch, now).ifPresent(open -> {
                EventTable.add(
                        sql,
                        row.id(),
                        0,
                        now,
                        LedgerEvent.Kind.DISCREPANCY_OPENED,
                        null,
                        open.kind() + " " + open.amount() + " " + open.subject());
                untold.add(new SyncEvent.DiscrepancyChanged(open));
            });
        });
    }

    /** Stores a state with the next commit of this claim; a crash may lose it: only for what can be repeated. */
    LedgerOperation storeLater(OperationDraft draft, LedgerEvent.Kind what, String details) {
        Instant now = engine.now();
        draft.changedAt = now;
        LedgerOperation changed = draft.done();
        postponedEvents.add(event(draft, what, null, details));
        postponed.add(sql -> {
            LedgerOperation unused = write(sql, now, changed.edit(), what);
        });
        replace(changed);
        untold.add(changed(changed, what));
        return changed;
    }

    /** As {@link #storeLater}, without an event in the history. */
    LedgerOperation storeQuietly(OperationDraft draft) {
        Instant now = engine.now();
        draft.changedAt = now;
        LedgerOperation changed = draft.done();
        postponed.add(sql -> {
            LedgerOperation unused = OperationTable.update(sql, changed.edit(), now);
        });
        replace(changed);
        return changed;
    }

    /** As {@link #storeQuietly}, and durable when this returns. */
    LedgerOperation storeAtOnce(OperationDraft draft) {
        LedgerOperation changed = storeQuietly(draft);
        boolean unused = commit(null, (sql, now) -> true);
        return changed;
    }

    private LedgerOperation write(Sql sql, Instant now, OperationDraft draft, LedgerEvent.Kind what) {
        LedgerOperation wanted = draft.done();
        boolean ordered = wanted.kind == Kind.REQUESTED
                && operations.stream().anyMatch(before -> before.id == wanted.id && before.kind == Kind.OBSERVED);
        if (ordered && !OperationTable.order(sql, wanted.id)) {
            throw new IllegalStateException("a request has adopted it meanwhile: " + wanted);
        }
        LedgerOperation changed = OperationTable.update(sql, draft, now);
        if (changed.action != Action.REFUND) {
            boolean overAndStanding = changed.kind == Kind.ORDER_OVER && !changed.state.inFlight();
            if (LateReservations.mayBeMade(changed) || overAndStanding) {
                PaymentClaimTable.compareAt(
                        sql, row.id(), now.plus(engine.settings().settleDelay()));
            }
            return changed;
        }
        boolean endsNow = !changed.state.inFlight()
                && operations.stream().anyMatch(before -> before.id == changed.id && before.state.inFlight());
        if (endsNow && (row.comparedAt() != null || changed.watchedUntil != null)) {
            // The refund's end may have settled a known discrepancy; a watched refund has to be looked for.
            PaymentClaimTable.compareAt(
                    sql, row.id(), now.plus(engine.settings().settleDelay()));
        }
        if (changed.kind == Kind.DIRECT && changed.state == State.DECLINED) {
            // No money moved: the failure or release that had allowed the refund may allow another.
            DecisionTable.giveBack(sql, row.id(), changed.id);
        }
        if (what == LedgerEvent.Kind.PAID_LATE && changed.kind == Kind.DIRECT) {
            DecisionTable.takeBack(sql, row.id(), changed.id);
        }
        return changed;
    }

    /** Adds an operation that was stored in this claim. */
    void add(LedgerOperation made) {
        operations = Stream.concat(operations.stream(), Stream.of(made)).toList();
    }

    /**
     * Makes sure that the lease lasts so long, and three quarters of its length at least. Called before each call to a
     * shop or a gateway, so that only a single answer may outlast the lease, never several together.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void holdFor(Duration time) {
        Duration most = greaterPart();
        if (lease.until().isBefore(engine.now().plus(time.compareTo(most) > 0 ? time : most))) {
            boolean unused = commit(null, (sql, now) -> true);
        }
    }

    private Duration greaterPart() {
        return engine.settings().lease().multipliedBy(3).dividedBy(4);
    }

    /** Reads the payment again, as others may have stored what the shop shows. */
    void refresh() {
        take(engine.database().read(sql -> open(sql, lease)));
    }

    /** As {@link #refresh()}, in the transaction that stores what the shop shows. */
    void refresh(Sql sql) {
        take(open(sql, lease));
    }

    private void take(Opened opened) {
        row = opened.row();
        operations = opened.operations();
        links = opened.links();
        inStep = postponed.isEmpty();
    }

    /**
     * Ends the claim; the payment becomes due when {@link Schedule} says so.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void end() {
        boolean unused = end(sql -> true);
    }

    /**
     * Ends the claim as {@link #end}, and claims the next payment as {@link #next} does, in the same commit.
     *
     * @return empty if none is due
     * @throws io.maksut.storage.LeaseLostException if another has taken this one over; no other is claimed
     */
    Optional<PaymentClaim> endAndNext(AccountShares shares) {
        List<String> full = shares.full();
        return opened(engine, shares, end(sql -> claimNext(engine, sql, full)));
    }

    private <T> T end(Function<Sql, T> next) {
        T result = engine.database().inTransaction(sql -> {
            if (!postponed.isEmpty() || binding != null) {
                Lease unused = holding(sql, null);
            }
            release(sql);
            return next.apply(sql);
        });
        forgetPostponed();
        tellAll();
        return result;
    }

    /** Computes what is due next from memory if no work was added since it was read; else from the database. */
    private void release(Sql sql) {
        boolean released =
                inStep && engine.claims().releaseUnchanged(sql, lease, nextDue(operations, row), row.wakes());
        if (!released) {
            PaymentClaimTable.lock(sql, row.id());
            Opened now = open(sql, lease);
            engine.claims().release(sql, lease, nextDue(now.operations(), now.row()));
        }
    }

    private static @Nullable Instant nextDue(List<LedgerOperation> operations, PaymentClaimRow row) {
        return Schedule.nextDue(operations, row.compareAt()).orElse(null);
    }

    /** Ends the claim when its work is stored already: a failure is logged, and the claim ends with its lease. */
    void leave() {
        try {
            end();
        } catch (LeaseLostException | DatabaseException e) {
            LOG.warn("{} was not ended, its lease runs out: {}", this, e.getMessage());
        }
    }

    /**
     * Ends the claim; the payment becomes due at {@code at}, whatever its operations say.
     *
     * @throws io.maksut.storage.LeaseLostException if another has taken it over
     */
    void putOff(Instant at) {
        engine.database().inTransaction(sql -> {
            engine.claims().release(sql, lease, at);
            return true;
        });
    }

    private void tellAll() {
        untold.forEach(engine::tell);
        untold.clear();
    }

    private void replace(LedgerOperation changed) {
        operations = operations.stream()
                .map(known -> known.id == changed.id ? changed : known)
                .toList();
    }

    /** The event that listeners receive. */
    static SyncEvent changed(LedgerOperation operation, LedgerEvent.Kind what) {
        LedgerEvent.Kind told = operation.event(what);
        return switch (operation.action) {
            case REFUND -> new RefundChanged(operation, told);
            case CAPTURE -> new CaptureChanged(operation, told);
            case VOID -> new VoidChanged(operation, told);
            case RECORD -> throw new IllegalStateException("told of its refund: " + operation);
            case START_REFUND -> new SyncEvent.StartChanged(operation, told);
        };
    }

    @Override
    public String toString() {
        return "PaymentClaim[" + row.payment() + "]";
    }
}
