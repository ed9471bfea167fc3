package io.maksut.sync;

import io.maksut.shop.RefundWish;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.Optional;

/** Stores refunds that callers start in shops, one row for each id, and does a step while they wait. Thread-safe. */
final class RefundStarts {
    private final Engine engine;
    private final OperationWork operations;

    RefundStarts(Engine engine, OperationWork operations) {
        this.engine = engine;
        this.operations = operations;
    }

    LedgerOperation start(ConnectedShop shop, RefundWish wish) {
        record Taken(LedgerOperation started, boolean isNew) {}
        Taken taken = engine.database().inTransaction(sql -> {
            Optional<LedgerOperation> known = OperationTable.started(sql, shop.name(), wish.id());
            boolean isNew = known.isEmpty();
            return new Taken(isNew ? add(sql, shop, wish) : known.get(), isNew);
        });
        LedgerOperation started = taken.started();
        if (taken.isNew()) {
            engine.tell(PaymentClaim.changed(started, LedgerEvent.Kind.REQUESTED));
        }
        boolean same = isOf(started, wish)
                && started.amount.equals(wish.amount())
                && wish.orderId().equals(started.orderId);
        if (!same) {
            throw new IllegalArgumentException("another refund was started under this id");
        }
        return started.state.inFlight() ? goOn(started) : started;
    }

    /** By whatever name the payment is wished of. */
    private boolean isOf(LedgerOperation started, RefundWish wish) {
        return started.payment.equals(wish.payment())
                || engine.database()
                        .read(sql -> PaymentClaimTable.find(sql, wish.payment()))
                        .filter(claim -> claim.id() == started.claimId)
                        .isPresent();
    }

    private LedgerOperation add(Sql sql, ConnectedShop shop, RefundWish wish) {
        Instant now = engine.now();
        OperationDraft draft = new OperationDraft(
                PaymentClaimTable.lockedAndDue(sql, wish.payment(), now),
                wish.payment(),
                shop.name(),
                wish.id(),
                Action.START_REFUND,
                Kind.WRITTEN,
                State.PENDING,
                wish.amount(),
                now,
                OperationDraft.ofRequest());
        draft.orderId = wish.orderId();
        draft.note = wish.note();
        draft.dueAt = now;
        Optional<Long> id = OperationTable.insert(sql, draft.done());
        if (id.isEmpty()) { // stored at the same moment elsewhere
            return OperationTable.started(sql, shop.name(), wish.id()).orElseThrow();
        }
        draft.id = id.get();
        LedgerOperation added = draft.done();
        EventTable.add(
                sql, draft.claimId, draft.id, now, added.event(LedgerEvent.Kind.REQUESTED), null, wish.toString());
        return added;
    }

    /** Does one step, due or not, unless the payment is claimed or the operation only waits for a person. */
    private LedgerOperation goOn(LedgerOperation started) {
        Optional<PaymentClaim> claimed = PaymentClaim.at(engine, started.claimId);
        claimed.ifPresent(claim -> {
            try {
                claim.all().stream()
                        .filter(it -> it.id == started.id && it.state.inFlight())
                        .filter(it -> it.reviewReason == null || it.dueAt != null)
                        .findFirst()
                        .ifPresent(it -> {
                            LedgerOperation unused = operations.step(claim, it);
                        });
            } catch (LeaseLostException e) {
                return; // another worker goes on with it
            } finally {
                claim.leave();
                engine.workSignal().announce();
            }
        });
        return engine.database()
                .read(sql -> OperationTable.byId(sql, started.id))
                .orElseThrow();
    }
}
