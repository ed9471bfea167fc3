package io.maksut.sync;

import io.maksut.payment.ShopOrderId;
import io.maksut.shop.OrderRefund;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.text.Identifiers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a person may do about refunds, captures, voids and discrepancies that wait for one, and the switch that stops them all.
 * Everything is recorded with who and why; who
 * may do it is for the caller to check. Thread-safe.
 *
 * <p>Every method answers empty, and has changed nothing, if a worker is at the payment at this very moment, or has taken it
 * over meanwhile: try again. It throws
 * {@link IllegalArgumentException} if there is no such thing or author or reason breaks the rules (not blank, at most 255 and
 * 2,000 characters), {@link IllegalStateException} if this cannot be done to it as it is, and
 * {@link io.maksut.error.DatabaseException} if nothing could be stored.
 */
public final class SyncDesk {
    private final Engine engine;

    private final RecordQuestion question;

    SyncDesk(Engine engine) {
        this.engine = engine;
        this.question = new RecordQuestion(engine);
    }

    /** How a person says a refund has ended. */
    public enum Ending {
        /** It is done: the customer has the money, or a capture or void that the shop asked for is made. */
        SUCCEEDED,
        /** No money moved, and none will. */
        DECLINED
    }

    /**
     * Has a refund, a capture or a void looked at again, at once and with all patience ahead. Never moves money twice: as long as an
     * attempt may have reached the gateway, looking again means finding out about it. Of one that waits with {@link ReviewReason#EARLIER_ARRIVED} it
     * says that it is another refund than the earlier one.
     */
    public Optional<LedgerOperation> retry(long refundId, String author, String reason) {
        return act(refundId, author, reason, claim -> {
            LedgerOperation refund = find(claim, refundId);
            RecordQuestion.requireNotAsked(refund);
            Optional<LedgerOperation> record =
                    RecordInShop.of(refund, claim.all()).filter(it -> refund.shopWaits() && it.state.inFlight());
            if (record.isPresent()) {
                OperationDraft again = record.get().edit();
                again.failures = 0;
                again.dueAt = engine.now();
                again.reviewReason = null;
                again.reason = null;
                LedgerOperation unused = claim.store(again, LedgerEvent.Kind.RETRIED, author, reason);
                return find(claim, refundId);
            }
            OperationDraft draft = refund.edit();
            if (refund.state.inFlight()) {
                draft.failures = 0;
                draft.dueAt = engine.now();
            } else if (refund.shopWaits()) {
                draft.followFailures = 0;
                draft.followAt = engine.now();
            } else {
                throw new IllegalStateException("nothing is left to be done for " + refund);
            }
            if (refund.reviewReason == ReviewReason.EARLIER_ARRIVED
                    || refund.reviewReason == ReviewReason.SUM_UNEXPLAINED
                    || refund.reviewReason == ReviewReason.CAPTURE_UNEXPLAINED) {
                draft.saidAnotherAt = engine.now();
            }
            draft.reviewReason = null;
            return claim.store(draft, LedgerEvent.Kind.RETRIED, author, reason);
        });
    }

    /**
     * Closes a refund, or a capture or void that a shop asked for, that waits for a person, on that person's word; the shop's open
     * request is answered accordingly. Say {@link Ending#DECLINED} of an outcome that is not known only after a look at the
     * gateway's own portal.
     *
     * @throws IllegalStateException if it does not wait for a person, or is not in flight; if it is to be closed as paid and may
     *     be the record of a direct refund ({@link #isRecord}); or if it is the record that we write into a shop, which ends with
     *     its refund ({@link #acceptShop})
     */
    public Optional<LedgerOperation> close(long refundId, Ending ending, String author, String reason) {
        return act(refundId, author, reason, claim -> {
            LedgerOperation refund = find(claim, refundId);
            boolean waitsBehind = refund.state == State.PENDING && ending == Ending.DECLINED;
            // Of a record its refund is asked about: acceptShop, or retry.
            boolean otherwise = refund.kind == Kind.SHIPPED || refund.action == Action.RECORD;
            if (otherwise || !refund.state.inFlight() || (refund.reviewReason == null && !waitsBehind)) {
                throw new IllegalStateException("does not wait for a person: " + refund);
            }
            if (ending == Ending.SUCCEEDED) {
                RecordQuestion.requireNotAsked(refund);
            }
            State end = ending == Ending.SUCCEEDED ? State.SUCCEEDED : State.DECLINED;
            boolean tells = refund.kind == Kind.REQUESTED
                    && engine.shop(refund.shop)
                            .map(shop -> shop.waitsForAnswer())
                            .orElse(true);
            boolean records = refund.kind == Kind.DIRECT && ending == Ending.SUCCEEDED && refund.orderId != null;
            FollowUp next = tells ? FollowUp.TELL : records ? FollowUp.RECORD : FollowUp.NONE;
            String text = refund.action == Action.CAPTURE || refund.action == Action.VOID
                    ? "closed_as_declined.asked"
                    : "closed_as_declined";
            String answer = ending == Ending.SUCCEEDED ? null : Texts.text(refund.language, text);
            OperationDraft closed =
                    refund.edit().ended(end, answer, next, engine.now()).closedBy(author, reason);
            boolean onItsWay = refund.outcomeUnknown() || refund.state == State.PROCESSING;
            if (onItsWay && !refund.inShop() && (refund.action == Action.REFUND || ending == Ending.DECLINED)) {
                // A person's word does not stop a request that is on its way.
                closed.watched(engine.now().plus(engine.settings().lateWatch()));
            }
            return claim.store(closed, LedgerEvent.Kind.CLOSED, author, ending + ": " + reason);
        });
    }

    /**
     * Says that what a shop asks for is only the record of a direct refund ({@link ReviewReason#RECORD_OR_REFUND}): no money moves for
     * it, the shop is told that it is done, and the direct refund is recorded by it.
     *
     * @param directRefundId a direct refund of the same payment that is {@linkplain LedgerOperation#unrecorded not recorded}
     * @throws IllegalStateException if this is not asked of the request any more, or that refund has been recorded meanwhile;
     *     what was recorded already is no record: close the request as {@link Ending#DECLINED}
     */
    public Optional<LedgerOperation> isRecord(long requestId, long directRefundId, String author, String reason) {
        return act(requestId, author, reason, claim -> {
            LedgerOperation direct = claim.refunds().stream()
                    .filter(it -> it.id == directRefundId)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no refund of this payment has this id"));
            return question.isRecord(claim, find(claim, requestId), direct, author, reason);
        });
    }

    /**
     * States on record that the payment is that of the order for which a shop asks the refund, which could not be established
     * otherwise, and has the refund looked at again. Only after a look at both: whoever can write the shop's orders can have
     * any order name any payment.
     *
     * @throws IllegalStateException if it does not wait for that
     */
    public Optional<LedgerOperation> confirmOrder(long refundId, String author, String reason) {
        return act(refundId, author, reason, claim -> {
            LedgerOperation refund = find(claim, refundId);
            if (refund.state != State.PENDING
                    || refund.reviewReason != ReviewReason.ORDER_NOT_BOUND
                    || refund.orderId == null) {
                throw new IllegalStateException("does not wait for whose payment it is: " + refund);
            }
            ShopOrderId order = new ShopOrderId(refund.shop, refund.orderId);
            claim.withNextCommit(
                    sql -> BindingTable.bind(sql, claim.id(), order, PaymentBinding.Way.PERSON, engine.now()));
            OperationDraft draft = refund.edit();
            draft.failures = 0;
            draft.dueAt = engine.now();
            draft.reviewReason = null;
            return claim.store(
                    draft, LedgerEvent.Kind.ORDER_CONFIRMED, author, "order " + refund.orderId + ": " + reason);
        });
    }

    /**
     * Says that what a shop asks for ({@link ReviewReason#RECORD_OR_REFUND}) is another refund than the direct ones: it is paid.
     *
     * @throws IllegalStateException if this is not asked of the request any more
     */
    public Optional<LedgerOperation> isAnotherRefund(long requestId, String author, String reason) {
        return act(
                requestId,
                author,
                reason,
                claim -> question.isAnotherRefund(claim, find(claim, requestId), author, reason));
    }

    /**
     * Accepts that a shop was, or need not be, brought in line by hand: it is not told or written to any more.
     *
     * @throws IllegalStateException if nothing of the kind is left to be done
     */
    public Optional<LedgerOperation> acceptShop(long refundId, String author, String reason) {
        return act(refundId, author, reason, claim -> {
            LedgerOperation refund = find(claim, refundId);
            if (!refund.shopWaits()) {
                throw new IllegalStateException("the shop does not wait: " + refund);
            }
            return claim.store(refund.edit().followedUp(null), LedgerEvent.Kind.CLOSED, author, "shop: " + reason);
        });
    }

    /** Accepts a discrepancy as it is. It opens again if the amount changes. */
    public Optional<Discrepancy> acceptDiscrepancy(long discrepancyId, String author, String reason) {
        check(author, reason);
        Discrepancy accepted = engine.database().inTransaction(sql -> {
            long claim = DiscrepancyTable.byId(sql, discrepancyId)
                    .map(it -> PaymentClaimTable.ensure(sql, it.payment()))
                    .orElseThrow(() -> new IllegalArgumentException("there is no discrepancy " + discrepancyId));
            PaymentClaimTable.lock(sql, claim);
            Discrepancy discrepancy = DiscrepancyTable.byId(sql, discrepancyId).orElseThrow();
            if (discrepancy.state() != Discrepancy.State.OPEN) {
                throw new IllegalStateException("not open: " + discrepancy);
            }
            Instant now = engine.now();
            Discrepancy after = discrepancy.accepted(author, reason);
            DiscrepancyTable.update(sql, after, now);
            EventTable.add(
                    sql,
                    claim,
                    0,
                    now,
                    LedgerEvent.Kind.DISCREPANCY_ACCEPTED,
                    author,
                    discrepancy.kind() + " " + discrepancy.amount() + ": " + reason);
            return after;
        });
        engine.tell(new SyncEvent.DiscrepancyChanged(accepted));
        return Optional.of(accepted);
    }

    /**
     * Has a refund paid that merely appeared in a shop: from now on it is a request. Only where the latest reconciliation found
     * that the shop shows at least as much more than the gateway, so that what was paid is not paid again.
     *
     * @throws IllegalStateException if it is not such a refund, or no open discrepancy says that its money is missing
     */
    public Optional<LedgerOperation> pay(long refundId, String author, String reason) {
        return act(refundId, author, reason, claim -> {
            LedgerOperation refund = find(claim, refundId);
            if (refund.kind != Kind.OBSERVED || refund.seen == null || refund.seen.gone()) {
                throw new IllegalStateException("did not appear in the shop: " + refund);
            }
            boolean missing = engine.database().read(sql -> isMissing(sql, claim, refund));
            boolean saidToBePaid = refund.seen.payout() == OrderRefund.Payout.SUCCEEDED;
            if (!missing || saidToBePaid) {
                throw new IllegalStateException("no discrepancy says that its money is missing: " + refund);
            }
            return claim.store(refund.requested(engine.now()), LedgerEvent.Kind.ORDERED_PAID, author, reason);
        });
    }

    /**
     * A discrepancy is as old as the reconciliation that made it: what was asked for or paid since has used it up, until shop and
     * gateway are compared again.
     */
    private static boolean isMissing(Sql sql, PaymentClaim claim, LedgerOperation refund) {
        List<LedgerOperation> others = OperationTable.ofPayment(sql, claim.id()).stream()
                .filter(it -> it.id != refund.id && it.kind != Kind.OBSERVED)
                .toList();
        return SetAsideTable.readable(DiscrepancyTable.ofPayment(sql, claim.id())).stream()
                .filter(it -> it.state() == Discrepancy.State.OPEN || it.state() == Discrepancy.State.ACCEPTED)
                .filter(it -> it.kind() == DiscrepancyKind.ONLY_IN_SHOP
                        || it.kind() == DiscrepancyKind.RECORDED_WITHOUT_MONEY)
                .filter(it ->
                        it.amount().sameCurrency(refund.amount) && it.amount().compareTo(refund.amount) >= 0)
                .anyMatch(discrepancy ->
                        others.stream().noneMatch(other -> changedSince(other, discrepancy.lastSeenAt())));
    }

    private static boolean changedSince(LedgerOperation refund, Instant compared) {
        return refund.state.inFlight() || (refund.endedAt != null && !refund.endedAt.isBefore(compared));
    }

    /**
     * Has a capture that shipping calls for not made any more: the person sees to it, or it is not needed.
     *
     * @throws IllegalStateException if it has ended, or a shop asked for it: {@link #close} that, so that the shop is told
     */
    public Optional<LedgerOperation> dropCapture(long captureId, String author, String reason) {
        return act(captureId, author, reason, claim -> {
            LedgerOperation capture = find(claim, captureId);
            if (capture.kind != Kind.SHIPPED || !capture.state.inFlight()) {
                throw new IllegalStateException("no capture that is still to be made: " + capture);
            }
            OperationDraft dropped = capture.edit()
                    .ended(State.CANCELLED, reason, LedgerOperation.FollowUp.NONE, engine.now())
                    .closedBy(author, reason);
            if (capture.outcomeUnknown()) {
                dropped.watched(engine.now().plus(engine.settings().lateWatch()));
            }
            return claim.store(dropped, LedgerEvent.Kind.CAPTURE_CANCELLED, author, reason);
        });
    }

    /**
     * Stops money operations, in all processes of the ledger, until they are started again ({@link MoneyStop}). Once this returns no
     * further attempt is stored; one that was stored before may be under way. What is stopped by hand already stays so: the
     * answer is the stop that stands. Never empty.
     *
     * @throws IllegalArgumentException if no account or shop of this name is connected here, or author or reason breaks the rules
     */
    public MoneyStop stop(MoneyStop.Scope scope, String author, String reason) {
        check(author, reason);
        boolean known = switch (scope.kind()) {
            case ALL -> true;
            case ACCOUNT -> engine.gateway(scope.name()).isPresent();
            case SHOP -> engine.shop(scope.name()).isPresent();
        };
        if (!known) {
            throw new IllegalArgumentException("there is no " + scope + " here");
        }
        return engine.stops().stop(scope, author, reason);
    }

    /**
     * Lets go on what one stop has stopped: what waits for it is looked at at once, unless another stop covers it.
     *
     * @param stopId one of {@link RefundLedger#stops}
     * @throws IllegalArgumentException if there is no such stop, or author or reason breaks the rules
     * @throws IllegalStateException if it has ended already
     */
    public MoneyStop start(long stopId, String author, String reason) {
        check(author, reason);
        return engine.stops().start(stopId, author, reason);
    }

    private Optional<LedgerOperation> act(
            long refundId, String author, String reason, Function<PaymentClaim, LedgerOperation> action) {
        check(author, reason);
        LedgerOperation known = engine.database()
                .read(sql -> OperationTable.byId(sql, refundId))
                .orElseThrow(() -> new IllegalArgumentException("there is no refund " + refundId));
        return inTurn(known.claimId, action);
    }

    private <T> Optional<T> inTurn(long claimId, Function<PaymentClaim, T> action) {
        @Nullable PaymentClaim claim = PaymentClaim.at(engine, claimId).orElse(null);
        if (claim == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(action.apply(claim));
        } catch (LeaseLostException e) { // each action stores all it does at once
            return Optional.empty();
        } finally {
            claim.leave();
            engine.workSignal().announce();
        }
    }

    private static LedgerOperation find(PaymentClaim claim, long refundId) {
        return claim.all().stream().filter(it -> it.id == refundId).findFirst().orElseThrow();
    }

    private static void check(String author, String reason) {
        Identifiers.require("Author", author);
        RefundDesk.requireReason(reason);
    }

    @Override
    public String toString() {
        return "SyncDesk[]";
    }
}
