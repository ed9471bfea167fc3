package io.maksut.sync;

import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.Outcome;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stores the outcome of a step, and when the operation is due next. Thread-safe. */
final class Conclusions {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Engine engine;

    Conclusions(Engine engine) {
        this.engine = engine;
    }

    /**
     * Stores the attempt before it is sent (domain 4, invariant 5).
     *
     * @param names on which it was judged; null where no names count
     */
    LedgerOperation intend(
            PaymentClaim claim, LedgerOperation operation, Attempt attempt, @Nullable JudgedNames names) {
        if (!operation.inShop()) {
            NamedOtherwiseException.require(claim.payment(), attempt.paymentId());
        }
        return claim.intend(operation.edit().submitted(attempt, engine.now()), "attempt " + attempt.toFields(), names);
    }

    LedgerOperation done(PaymentClaim claim, LedgerOperation operation, String gatewayId, Money amount, String how) {
        OperationDraft draft = operation.edit();
        draft.gatewayRefund = gatewayId;
        draft.ended(State.SUCCEEDED, null, followUp(operation, State.SUCCEEDED), engine.now());
        return claim.store(
                draft, LedgerEvent.Kind.SUCCEEDED, "at the gateway " + gatewayId + " of " + amount + "; " + how);
    }

    LedgerOperation processing(PaymentClaim claim, LedgerOperation operation, String gatewayId, Money amount) {
        Instant next = engine.now().plus(engine.settings().pauseAfter(operation.failures + 1));
        return claim.store(
                operation.edit().processing(gatewayId, next),
                LedgerEvent.Kind.PROCESSING,
                "at the gateway " + gatewayId + " of " + amount);
    }

    /** Certainly nothing moved and nothing will: the operation ends; a capture for a shipment needs review instead. */
    LedgerOperation decline(PaymentClaim claim, LedgerOperation operation, Said why) {
        if (operation.action == Action.RECORD) {
            // The customer has the money: what the shop does not record, the merchant has to enter.
            return byHand(claim, operation.edit().toBeBegunAnew(engine.now()).done(), why);
        }
        if (isWatchedRequest(operation)) {
            return wouldEnd(claim, operation, why);
        }
        if (operation.kind == Kind.SHIPPED) {
            // The authorisation stands: a person decides before anything shipped is given up.
            OperationDraft draft = operation.edit();
            draft.notMoved(why.words(), false, engine.now());
            return claim.store(
                    draft.held(ReviewReason.CAPTURE_REFUSED, why.words(), null),
                    LedgerEvent.Kind.NEEDS_REVIEW,
                    ReviewReason.CAPTURE_REFUSED + ": " + why.detail());
        }
        return claim.store(
                operation.edit().ended(State.DECLINED, why.words(), followUp(operation, State.DECLINED), engine.now()),
                LedgerEvent.Kind.DECLINED,
                why.detail());
    }

    /** As {@link #decline}, for a capture or void that a shop asked for; {@code told} is what the merchant reads. */
    LedgerOperation declineAsked(PaymentClaim claim, OperationDraft draft, String told, Said why) {
        LedgerOperation operation = draft.done();
        if (isWatchedRequest(operation)) {
            return wouldEnd(claim, operation, why);
        }
        return claim.store(
                draft.ended(State.DECLINED, told, followUp(operation, State.DECLINED), engine.now())
                        .because(why.words()),
                LedgerEvent.Kind.DECLINED,
                why.detail());
    }

    /**
     * Whether an earlier copy of the attempt may still be carried out. Until then a refusal of a later copy is not
     * told: the shop could not be told otherwise afterwards.
     */
    boolean mayStillArrive(LedgerOperation operation) {
        Instant sent = operation.unansweredAt == null ? operation.createdAt : operation.unansweredAt;
        return sent.plus(engine.settleDelay(operation.payment.account())).isAfter(engine.now());
    }

    /** The latest attempt certainly moved nothing, and nothing declined it: it is tried again, or needs review. */
    LedgerOperation notMoved(PaymentClaim claim, LedgerOperation operation, Outcome.NotMoved outcome) {
        Said why = Said.of(operation, outcome.reason(), outcome.call());
        if (operation.kind == Kind.DIRECT) {
            // A permit is valid for minutes: a direct refund is never sent later by itself.
            return decline(claim, operation, new Said(why.words(), "not sent: " + why.detail()));
        }
        if (operation.answeredCode != null && operation.answeredCode.equals(operation.notMovedCode)) {
            // The same unknown code twice, each time proved not moved: trying again would never end.
            OperationDraft draft = operation.edit().notMoved(why.words(), outcome.mayBeSubmittedAgain(), engine.now());
            Said twice = Said.of(operation, "unknown_twice");
            return claim.store(
                    draft.held(ReviewReason.ANSWER_NOT_KNOWN, twice.words(), null),
                    LedgerEvent.Kind.NEEDS_REVIEW,
                    ReviewReason.ANSWER_NOT_KNOWN + ": code " + operation.answeredCode + "; " + why.detail());
        }
        if (outcome.call().httpStatus() == TOO_MANY_REQUESTS) {
            OperationDraft draft = operation.edit().notMoved(why.words(), outcome.mayBeSubmittedAgain(), engine.now());
            draft.failures = operation.failures;
            return busy(claim, draft, why);
        }
        if (operation.failures + 1 >= engine.settings().sendTries()) {
            // Nothing was moved, so that a person may let a new attempt begin.
            OperationDraft draft = operation.edit().notMoved(why.words(), outcome.mayBeSubmittedAgain(), engine.now());
            return claim.store(
                    draft.held(ReviewReason.NOT_SENT, why.words(), null), LedgerEvent.Kind.NEEDS_REVIEW, why.detail());
        }
        return claim.store(
                operation.edit().notMoved(why.words(), outcome.mayBeSubmittedAgain(), nextTry(operation)),
                LedgerEvent.Kind.NOT_MOVED,
                why.detail());
    }

    /** The gateway is too busy: this does not count as a failure, however often it says so. */
    LedgerOperation busy(PaymentClaim claim, OperationDraft draft, Said why) {
        int failures = draft.failures;
        draft.later(why.words(), engine.now().plus(SyncSettings.pauseWhenBusy(draft.id)));
        draft.failures = failures;
        return claim.store(draft, LedgerEvent.Kind.NOT_MOVED, "too busy: " + why.detail());
    }

    /** The attempt may have been sent, its outcome is not known: it is resolved, and after a while also reviewed. */
    LedgerOperation unknown(PaymentClaim claim, LedgerOperation operation, Said why) {
        Instant sent = operation.attemptAt == null ? operation.createdAt : operation.attemptAt;
        // A record moves no money, and a shop may be down for long: it gets a day.
        Duration patience = operation.action == Action.RECORD
                ? SyncSettings.LONGEST
                : engine.settings().unknownPatience();
        boolean patienceOver = sent.plus(patience).isBefore(engine.now());
        if (!patienceOver) {
            return claim.store(
                    operation.edit().unknown(why.words(), nextTry(operation)),
                    LedgerEvent.Kind.OUTCOME_UNKNOWN,
                    why.detail());
        }
        Instant nextLook = engine.now().plus(engine.settings().reviewPause());
        ReviewReason unclear = operation.action == Action.RECORD
                ? ReviewReason.RECORDING_UNCLEAR
                : operation.inShop() ? ReviewReason.START_UNCLEAR : ReviewReason.OUTCOME_UNKNOWN;
        if (operation.reviewReason == unclear) {
            return claim.storeQuietly(operation.edit().unknown(why.words(), nextLook));
        }
        return needsReview(claim, operation, unclear, why, nextLook);
    }

    /** The payment does not allow the refund: it ends, or needs a person (unknown status, refund by hand). */
    LedgerOperation notAllowed(PaymentClaim claim, LedgerOperation operation, DenialReason denial) {
        Said why = new Said(denial.explain(operation.language), denial.explain(Locale.ENGLISH));
        return switch (denial.code()) {
            case REFUND_BY_HAND -> needsReview(claim, operation, ReviewReason.BY_HAND, why, null);
            case STATUS_UNKNOWN, NOT_DOCUMENTED ->
                needsReview(claim, operation, ReviewReason.STATUS_UNKNOWN, why, null);
            default -> decline(claim, operation, why);
        };
    }

    /** Nothing was sent this time; after {@code sendTries} the operation needs review. */
    LedgerOperation later(PaymentClaim claim, LedgerOperation operation, Said why) {
        if (operation.failures + 1 < engine.settings().sendTries()) {
            return claim.store(
                    operation.edit().later(why.words(), nextTry(operation)),
                    LedgerEvent.Kind.NOT_MOVED,
                    "not sent: " + why.detail());
        }
        if (operation.action != Action.RECORD) {
            return needsReview(claim, operation, ReviewReason.NOT_SENT, why, null);
        }
        Instant nextLook = engine.now().plus(engine.settings().reviewPause());
        return operation.reviewReason == ReviewReason.NOT_SENT.ofRecord()
                ? claim.storeQuietly(operation.edit().later(why.words(), nextLook))
                : needsReview(claim, operation, ReviewReason.NOT_SENT, why, nextLook);
    }

    /** Money operations are stopped: nothing is sent. It is due again after the longest pause, or when they start. */
    LedgerOperation stopped(PaymentClaim claim, LedgerOperation operation) {
        Instant nextLook = engine.now().plus(engine.settings().longestPause());
        if (operation.reviewReason != null) {
            OperationDraft draft = operation.edit();
            draft.dueAt = nextLook;
            return claim.storeQuietly(draft);
        }
        return needsReview(claim, operation, ReviewReason.STOPPED, Said.of(operation, "stopped"), nextLook);
    }

    /** Watch-only mode: stores what would be sent. A capture or void is judged again later, a refund needs a person. */
    LedgerOperation wouldSend(PaymentClaim claim, LedgerOperation operation, Money amount) {
        String key = switch (operation.action) {
            case REFUND -> "watched.refund";
            case CAPTURE -> "watched.capture";
            case VOID -> "watched.void";
            case RECORD, START_REFUND -> "watched.start";
        };
        Said why = new Said(
                Texts.text(operation.language, key, amount.toString()),
                Texts.text(Locale.ENGLISH, key, amount.toString()));
        return watched(
                claim,
                operation,
                why,
                operation.action == Action.REFUND || operation.action == Action.START_REFUND
                        ? null
                        : engine.now().plus(engine.settings().reviewPause()));
    }

    /** Whether it is a shop's pending request in watch-only mode: it must not end, as the shop would be told. */
    private boolean isWatchedRequest(LedgerOperation operation) {
        return engine.watchesOnly() && operation.kind == Kind.REQUESTED && operation.state == State.PENDING;
    }

    private LedgerOperation wouldEnd(PaymentClaim claim, LedgerOperation operation, Said why) {
        Said would = new Said(
                Texts.text(operation.language, "watched.end", why.words()),
                Texts.text(Locale.ENGLISH, "watched.end", why.detail()));
        return watched(claim, operation, would, null);
    }

    private LedgerOperation watched(
            PaymentClaim claim, LedgerOperation operation, Said why, @Nullable Instant nextLook) {
        OperationDraft draft = operation.edit().held(ReviewReason.WATCH_ONLY, why.words(), nextLook);
        boolean known =
                operation.reviewReason == ReviewReason.WATCH_ONLY && Objects.equals(draft.reason, operation.reason);
        return known ? claim.storeQuietly(draft) : claim.store(draft, LedgerEvent.Kind.WATCHED, why.detail());
    }

    /** The operation needs review; {@code nextLook} is null if looking again is of no use. */
    LedgerOperation needsReview(
            PaymentClaim claim,
            LedgerOperation operation,
            ReviewReason reviewReason,
            Said why,
            @Nullable Instant nextLook) {
        return claim.store(
                operation.edit().held(reviewReason, why.words(), nextLook),
                LedgerEvent.Kind.NEEDS_REVIEW,
                reviewReason + ": " + why.detail());
    }

    /** A person has to do it by hand. For a record, the merchant's instructions also stand in the history. */
    LedgerOperation byHand(PaymentClaim claim, LedgerOperation operation, Said how) {
        return operation.action == Action.RECORD
                ? claim.store(
                        operation.edit().held(ReviewReason.BY_HAND, how.words(), null),
                        LedgerEvent.Kind.NEEDS_REVIEW,
                        how.words())
                : needsReview(claim, operation, ReviewReason.BY_HAND, how, null);
    }

    /** What is left to do for the shop after the operation has ended in this state. */
    FollowUp followUp(LedgerOperation operation, State end) {
        if (operation.kind == Kind.REQUESTED) {
            boolean waits = engine.shop(operation.shop)
                    .map(shop -> shop.waitsForAnswer())
                    .orElse(true);
            return waits ? FollowUp.TELL : FollowUp.NONE;
        }
        return operation.kind == Kind.DIRECT && end == State.SUCCEEDED && operation.orderId != null
                ? FollowUp.RECORD
                : FollowUp.NONE;
    }

    static String gatewayDeclined(LedgerOperation operation, String reason) {
        boolean ofReservation = operation.action == Action.CAPTURE || operation.action == Action.VOID;
        String key = ofReservation ? "declined." + operation.action.stored() : "declined";
        return Texts.text(operation.language, key, reason);
    }

    Instant nextTry(LedgerOperation operation) {
        return engine.now().plus(engine.settings().pauseAfter(operation.failures + 1));
    }

    /** Ends the operation CANCELLED: no money moves for it. */
    LedgerOperation cancel(PaymentClaim claim, LedgerOperation operation, LedgerEvent.Kind what, Said why) {
        if (isWatchedRequest(operation)) {
            return wouldEnd(claim, operation, why);
        }
        OperationDraft draft = operation
                .edit()
                .ended(State.CANCELLED, why.words(), followUp(operation, State.CANCELLED), engine.now());
        return claim.store(draft, what, why.detail());
    }
}
