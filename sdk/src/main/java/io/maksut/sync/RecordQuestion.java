package io.maksut.sync;

import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Asks a person what a request means that comes while a direct refund of the payment waits to be recorded, in a shop
 * that can record a refund only by asking for one: the record of the direct refund, or another refund? Nothing is paid
 * before the answer, and no amount decides it: equal ones may be two refunds, different ones may be one (domain 3,
 * "Instructions"). Thread-safe.
 *
 * <p>Every request that came by then is asked about on its own, even when an earlier answer has recorded the direct
 * refund: a merchant who sees nothing happen presses Refund again.
 */
final class RecordQuestion {
    private final Engine engine;

    RecordQuestion(Engine engine) {
        this.engine = engine;
    }

    /** Holds a request that was just stored under the lock of its payment. */
    static LedgerOperation reviewAtIntake(Sql sql, ConnectedShop shop, LedgerOperation request, Instant now) {
        if (!shop.recordsByAsking() || request.reviewReason != null) {
            return request;
        }
        List<LedgerOperation> refunds = SetAsideTable.readable(OperationTable.eachOfPayment(sql, request.claimId));
        if (refunds.stream().noneMatch(LedgerOperation::unrecorded)) {
            return request;
        }
        LedgerOperation held = OperationTable.update(sql, held(request, refunds), now);
        EventTable.add(sql, held.claimId, held.id, now, LedgerEvent.Kind.NEEDS_REVIEW, null, details(held));
        return held;
    }

    /**
     * Holds a request before it is paid, and the payment's others like it: a direct refund may have ended meanwhile.
     *
     * @return the request as it waits for the answer; empty if there is no question, or it was answered
     */
    Optional<LedgerOperation> reviewWhereItArises(PaymentClaim claim, LedgerOperation request) {
        boolean arises = mayBeRecord(request) && claim.refunds().stream().anyMatch(LedgerOperation::unrecorded);
        if (!arises) {
            return Optional.empty();
        }
        for (LedgerOperation other : claim.refunds()) {
            if (mayBeRecord(other) && other.reviewReason != ReviewReason.RECORD_OR_REFUND) {
                OperationDraft draft = held(other, claim.refunds());
                LedgerOperation unused = claim.store(draft, LedgerEvent.Kind.NEEDS_REVIEW, details(draft.done()));
            }
        }
        return claim.refunds().stream().filter(it -> it.id == request.id).findFirst();
    }

    private boolean mayBeRecord(LedgerOperation request) {
        return request.kind == Kind.REQUESTED
                && request.state == State.PENDING
                && !request.anotherRefund
                && engine.shop(request.shop).map(shop -> shop.recordsByAsking()).orElse(true);
    }

    private static OperationDraft held(LedgerOperation request, List<LedgerOperation> refunds) {
        LedgerOperation direct =
                refunds.stream().filter(LedgerOperation::unrecorded).findFirst().orElseThrow();
        String why = "direct refund " + direct.id + " of " + direct.amount + " waits to be recorded";
        return request.edit().held(ReviewReason.RECORD_OR_REFUND, why, null);
    }

    private static String details(LedgerOperation held) {
        return held.reviewReason + ": " + held.reason;
    }

    /** In one commit, the request ends without money, the shop is to be told "done", the direct refund is recorded. */
    LedgerOperation isRecord(
            PaymentClaim claim, LedgerOperation request, LedgerOperation direct, String author, String reason) {
        requireAsked(request);
        if (!direct.unrecorded()) {
            throw new IllegalStateException("it is recorded already: " + direct);
        }
        boolean tells =
                engine.shop(request.shop).map(shop -> shop.waitsForAnswer()).orElse(true);
        OperationDraft ended = request.edit()
                .ended(State.CANCELLED, null, tells ? FollowUp.TELL : FollowUp.NONE, engine.now())
                .closedBy(author, reason);
        ended.recordOf = direct.id;
        claim.storeBoth(
                ended,
                LedgerEvent.Kind.ANSWERED,
                "the record of direct refund " + direct.id + " of " + direct.amount + ", no money moves: " + reason,
                direct.edit().followedUp(request.key),
                LedgerEvent.Kind.RECORDED,
                "by request " + request.id + " of " + request.amount + ": " + reason,
                author);
        return claim.refunds().stream()
                .filter(it -> it.id == request.id)
                .findFirst()
                .orElseThrow();
    }

    LedgerOperation isAnotherRefund(PaymentClaim claim, LedgerOperation request, String author, String reason) {
        requireAsked(request);
        OperationDraft draft = request.edit();
        draft.anotherRefund = true;
        draft.saidAnotherAt = engine.now();
        draft.reviewReason = null;
        draft.reason = null;
        draft.failures = 0;
        draft.dueAt = engine.now();
        return claim.store(draft, LedgerEvent.Kind.ANSWERED, author, "another refund, to be paid: " + reason);
    }

    /**
     * Guards other decisions, which would answer the open question unasked.
     *
     * @throws IllegalStateException if the question is open for this refund
     */
    static void requireNotAsked(LedgerOperation refund) {
        if (refund.reviewReason == ReviewReason.RECORD_OR_REFUND) {
            throw new IllegalStateException("it has to be said whether this is a record or another refund: " + refund);
        }
    }

    private static void requireAsked(LedgerOperation refund) {
        if (refund.state != State.PENDING || refund.reviewReason != ReviewReason.RECORD_OR_REFUND) {
            throw new IllegalStateException("this is not asked of it, or was answered: " + refund);
        }
    }
}
