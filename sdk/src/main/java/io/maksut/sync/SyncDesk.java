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
 * What a person may do about operations that need review and about discrepancies, and the switch that stops money
 * operations. Every act is recorded with author and reason; the caller checks who may do it. Thread-safe.
 *
 * <p>Methods about one operation return empty, and have changed nothing, if another has claimed the payment or takes it
 * over meanwhile: try again. All methods throw {@link IllegalArgumentException} if the id is unknown, or author or
 * reason breaks the rules (not blank, at most 255 and 2,000 characters), {@link IllegalStateException} if the state
 * does not allow the act, and {@link io.maksut.error.DatabaseException} if nothing could be stored.
 */
public final class SyncDesk {
    private final Engine engine;

    private final RecordQuestion question;

    SyncDesk(Engine engine) {
        this.engine = engine;
        this.question = new RecordQuestion(engine);
    }

    /** How a person says an operation has ended. */
    public enum Ending {
        /** It is done: the customer has the money, or the capture or void was made. */
        SUCCEEDED,
        /** No money moved, and none will. */
        DECLINED
    }

    /**
     * Makes an operation, the record of a direct refund, or telling the shop due now, and counts its failures anew. No
     * money moves twice: an attempt that may have been sent is only resolved. For {@link ReviewReason#EARLIER_ARRIVED},
     * {@link ReviewReason#SUM_UNEXPLAINED} and {@link ReviewReason#CAPTURE_UNEXPLAINED} a retry says that the gateway's
     * sum is not of this request.
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
     * Closes an operation on a person's word, and has the shop told if it waits. Look at the gateway's own portal
     * before closing an unknown outcome as {@link Ending#DECLINED}.
     *
     * @throws IllegalStateException if it is not in flight; if it needs no review, unless it is pending and declined;
     *     if it may be the record of a direct refund and is not declined ({@link #isRecord}); if it is a capture for a
     *     shipment ({@link #dropCapture}), or a record in a shop, which ends with its refund ({@link #acceptShop})
     */
    public Optional<LedgerOperation> close(long refundId, Ending ending, String author, String reason) {
        return act(refundId, author, reason, claim -> {
            LedgerOperation refund = find(claim, refundId);
            boolean waitsBehind = refund.state == State.PENDING && ending == Ending.DECLINED;
            // A record is decided about by its refund: acceptShop, or retry.
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
            if (isUnderWay(refund)
                    && !refund.inShop()
                    && (refund.action == Action.REFUND || ending == Ending.DECLINED)) {
                // A person's word does not stop a request that is under way.
                closed.watched(engine.now().plus(engine.settings().lateWatch()));
            }
            return claim.store(closed, LedgerEvent.Kind.CLOSED, author, ending + ": " + reason);
        });
    }

    /**
     * Says that a shop's request is the record of a direct refund ({@link ReviewReason#RECORD_OR_REFUND}): it ends
     * without money, the shop is told "done", and the direct refund counts as recorded.
     *
     * @param directRefundId a direct refund of the payment that is {@linkplain LedgerOperation#unrecorded unrecorded}
     * @throws IllegalStateException if the request does not wait for this answer, or the refund has been recorded
     *     meanwhile; then the request is no record: close it as {@link Ending#DECLINED}
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
     * States on record that the payment belongs to the order for which the shop asks for the refund, and has the refund
     * tried again. Look at both first: anybody who can write the shop's orders can have any order name any payment.
     *
     * @throws IllegalStateException if the refund does not wait for that ({@link ReviewReason#ORDER_NOT_BOUND})
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
     * Says that a shop's request ({@link ReviewReason#RECORD_OR_REFUND}) is another refund: it is paid.
     *
     * @throws IllegalStateException if the request does not wait for this answer
     */
    public Optional<LedgerOperation> isAnotherRefund(long requestId, String author, String reason) {
        return act(
                requestId,
                author,
                reason,
                claim -> question.isAnotherRefund(claim, find(claim, requestId), author, reason));
    }

    /**
     * Accepts that the shop was brought in line by hand, or need not be: it is not told or written to any more.
     *
     * @throws IllegalStateException if the shop does not wait
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

    /** Accepts an open discrepancy; it opens again if the amount changes. Never empty, as it needs no claim. */
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
     * Turns a refund that appeared in a shop into a request, so that it is paid. Only while a discrepancy of the latest
     * reconciliation says that at least its amount is missing at the gateway, so that nothing is paid twice.
     *
     * @throws IllegalStateException if it is no such refund; if no open or accepted discrepancy shows it missing; if
     *     its shop pays its refunds itself ({@link SyncMode#SHOP_PAYS}) or is not connected here
     *     ({@link RefundSync#portalPays})
     */
    public Optional<LedgerOperation> pay(long refundId, String author, String reason) {
        return act(refundId, author, reason, claim -> {
            LedgerOperation refund = find(claim, refundId);
            if (refund.kind != Kind.OBSERVED || refund.seen == null || refund.seen.gone()) {
                throw new IllegalStateException("did not appear in the shop: " + refund);
            }
            if (!engine.portalPays(refund.shop)) {
                throw new IllegalStateException("it is not for us to pay refunds of its shop: " + refund);
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
     * Whether the refund's money is missing. A discrepancy is as old as its reconciliation: an operation that is in
     * flight, or ended since, has used it up until the payment is reconciled again.
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
     * Ends a capture for a shipment without money: the person sees to it, or it is not needed.
     *
     * @throws IllegalStateException if it has ended, or a shop asked for it: {@link #close} that one
     */
    public Optional<LedgerOperation> dropCapture(long captureId, String author, String reason) {
        return act(captureId, author, reason, claim -> {
            LedgerOperation capture = find(claim, captureId);
            if (capture.kind != Kind.SHIPPED || !capture.state.inFlight()) {
                throw new IllegalStateException("no capture that is still to be made: " + capture);
            }
            // What a person wrote stands in the closing only: it may name a customer.
            OperationDraft dropped = capture.edit()
                    .ended(State.CANCELLED, null, FollowUp.NONE, engine.now())
                    .closedBy(author, reason);
            if (isUnderWay(capture)) {
                dropped.watched(engine.now().plus(engine.settings().lateWatch()));
            }
            return claim.store(dropped, LedgerEvent.Kind.CAPTURE_CANCELLED, author, reason);
        });
    }

    /** Whether the gateway may still carry it out, whatever a person says of it. */
    private static boolean isUnderWay(LedgerOperation operation) {
        return operation.outcomeUnknown() || operation.state == State.PROCESSING;
    }

    /**
     * Stops money operations in all processes of the ledger until they are started again ({@link MoneyStop}). Once this
     * returns, no further attempt is stored; one that was stored before may be under way. If a person has stopped the
     * scope before, that stop is returned.
     *
     * @throws IllegalArgumentException if no such account or shop is connected, or author or reason breaks the rules
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
     * Ends a stop: the operations that wait for it are due at once, unless another stop covers them.
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
        return underClaim(
                        known.claimId,
                        claim -> claim.all().stream()
                                .filter(it -> it.id == refundId)
                                .findFirst()
                                .map(it -> action.apply(claim))) // else it has just been moved to the payment's own id
                .flatMap(it -> it);
    }

    private <T> Optional<T> underClaim(long claimId, Function<PaymentClaim, T> action) {
        @Nullable PaymentClaim claim = PaymentClaim.at(engine, claimId).orElse(null);
        if (claim == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(action.apply(claim));
        } catch (LeaseLostException e) { // each action stores all it does in one commit
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
