package io.maksut.sync;

import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.observe.LogKey;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.AttemptState;
import io.maksut.sync.LedgerOperation.Closing;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Late;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.text.StorableText;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An operation while it is changed. Its methods are the only ways in which one may change. Not thread-safe. */
final class OperationDraft {
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_CODE = 40;

    long id;
    final long claimId;
    final PaymentId payment;
    final String shop;
    final String key;
    final Action action;
    final Kind kind;
    final CorrelationId correlationId;
    Money amount;
    Instant createdAt;
    State state;
    Locale language = Locale.ENGLISH;
    Instant changedAt;

    @Nullable
    Instant endedAt;

    @Nullable
    Instant dueAt;

    int failures;
    int attempts;

    @Nullable
    Attempt attempt;

    @Nullable
    AttemptState attemptState;

    @Nullable
    Instant attemptAt;

    /** When the latest copy of the attempt was sent whose answer is not known. */
    @Nullable
    Instant unansweredAt;

    @Nullable
    String gatewayRefund;

    @Nullable
    ReviewReason reviewReason;

    @Nullable
    Closing closing;

    @Nullable
    String reason;

    @Nullable
    String answer;

    FollowUp followUp = FollowUp.NONE;

    @Nullable
    Instant followAt;

    int followFailures;

    @Nullable
    String recordedAs;

    /** Until when money may still turn up of an attempt that was taken for unpaid after its outcome had been unknown. */
    @Nullable
    Instant watchedUntil;

    /** Since when the gateway shows money that may be that of the watched attempt. */
    @Nullable
    Instant lateSeenAt;

    /** When a person said that it is another refund than an earlier one whose money arrived late. */
    @Nullable
    Instant saidAnotherAt;

    /** What the gateway showed as refunded when a person was asked about it. */
    @Nullable
    Money sumAtReview;

    /** The gateway's code in the answer to the latest attempt, where it is one that nobody knows. */
    @Nullable
    String answeredCode;

    /** The same of an earlier attempt, which was proved not moved then. */
    @Nullable
    String notMovedCode;

    @Nullable
    Late late;

    @Nullable
    String orderId;

    @Nullable
    Seen seen;

    /** The direct refund of which it is the record. */
    @Nullable
    Long recordOf;

    /** A person said that it is no record of a direct refund. */
    boolean anotherRefund;

    /** The key of the direct refund beside which the shop moved money for it. */
    @Nullable
    String paidBeside;

    /** A capture was declined because what had been reserved is reserved no more. */
    boolean reservationGone;

    /** What a merchant reads of a refund that is started in the shop. */
    @Nullable
    String note;

    OperationDraft(
            long claimId,
            PaymentId payment,
            String shop,
            String key,
            Action action,
            Kind kind,
            State state,
            Money amount,
            Instant createdAt,
            CorrelationId correlationId) {
        this.claimId = claimId;
        this.payment = payment;
        this.shop = shop;
        this.key = key;
        this.action = action;
        this.kind = kind;
        this.state = state;
        this.amount = amount;
        this.createdAt = createdAt;
        this.changedAt = createdAt;
        this.correlationId = correlationId;
    }

    /** A refund. */
    OperationDraft(
            long claimId,
            PaymentId payment,
            String shop,
            String key,
            Kind kind,
            State state,
            Money amount,
            Instant createdAt,
            CorrelationId correlationId) {
        this(claimId, payment, shop, key, Action.REFUND, kind, state, amount, createdAt, correlationId);
    }

    OperationDraft(LedgerOperation from) {
        this(from, from.kind);
    }

    OperationDraft(LedgerOperation from, Kind kind) {
        this(
                from.claimId,
                from.payment,
                from.shop,
                from.key,
                from.action,
                kind,
                from.state,
                from.amount,
                from.createdAt,
                from.correlationId);
        id = from.id;
        language = from.language;
        changedAt = from.changedAt;
        endedAt = from.endedAt;
        dueAt = from.dueAt;
        failures = from.failures;
        attempts = from.attempts;
        attempt = from.attempt;
        attemptState = from.attemptState;
        attemptAt = from.attemptAt;
        unansweredAt = from.unansweredAt;
        gatewayRefund = from.gatewayRefund;
        reviewReason = from.reviewReason;
        closing = from.closing;
        reason = from.reason;
        answer = from.answer;
        followUp = from.followUp;
        followAt = from.followAt;
        followFailures = from.followFailures;
        recordedAs = from.recordedAs;
        watchedUntil = from.watchedUntil;
        lateSeenAt = from.lateSeenAt;
        saidAnotherAt = from.saidAnotherAt;
        sumAtReview = from.sumAtReview;
        answeredCode = from.answeredCode;
        notMovedCode = from.notMovedCode;
        late = from.late;
        orderId = from.orderId;
        seen = from.seen;
        recordOf = from.recordOf;
        anotherRefund = from.anotherRefund;
        paidBeside = from.paidBeside;
        reservationGone = from.reservationGone;
        note = from.note;
    }

    /**
     * Of an operation that is begun now: that of the request that this thread works for. While it works on another operation it is a
     * new one: what is merely noticed meanwhile is not that operation's doing.
     */
    static CorrelationId ofRequest() {
        LogContext context = LogContext.current();
        return context.value(LogKey.OPERATION).isPresent()
                ? CorrelationId.random()
                : context.correlationId().orElseGet(CorrelationId::random);
    }

    /** It is about to be submitted. */
    OperationDraft submitted(Attempt prepared, Instant now) {
        attempt = prepared;
        amount = prepared.amount();
        attempts++;
        answeredCode = null;
        attemptAt = now;
        return mayBeSent(now);
    }

    /** The latest attempt is about to be submitted, as it is. Whoever takes over, should we die, looks at it at once. */
    OperationDraft mayBeSent(Instant now) {
        state = State.SUBMITTED;
        attemptState = AttemptState.OPEN;
        unansweredAt = now;
        dueAt = now;
        reviewReason = null;
        reason = null;
        return this;
    }

    /** A further copy of the latest attempt is about to be sent to find out about it; or was answered, and {@code at} is of an earlier one. */
    OperationDraft unanswered(@Nullable Instant at) {
        unansweredAt = at;
        return this;
    }

    /** The outcome of the latest attempt is not known yet; it is looked at again. */
    OperationDraft unknown(String why, Instant nextLook) {
        state = attemptState == AttemptState.OPEN ? State.UNKNOWN : state;
        reason = shortened(why);
        failures++;
        dueAt = nextLook;
        return this;
    }

    /** The latest attempt was answered with this code, which nobody knows. */
    OperationDraft answered(String code) {
        answeredCode = StorableText.cut(code, LONGEST_CODE);
        return this;
    }

    /** The latest attempt moved nothing. */
    OperationDraft notMoved(String why, boolean maySubmitSame, Instant nextTry) {
        attemptState = maySubmitSame ? AttemptState.UNSENT : AttemptState.ENDED;
        notMovedCode = answeredCode == null ? notMovedCode : answeredCode;
        state = maySubmitSame ? State.SUBMITTED : State.PENDING;
        reviewReason = null;
        return later(why, nextTry);
    }

    /** What the gateway showed as refunded when a person was asked about it. */
    OperationDraft sumAtReview(Money sum) {
        sumAtReview = sum.sameCurrency(amount) ? sum : null;
        saidAnotherAt = null;
        return this;
    }

    /** The latest attempt certainly moved nothing, and is not sent again as it is. */
    OperationDraft toBeBegunAnew(Instant now) {
        state = State.PENDING;
        attemptState = AttemptState.ENDED;
        dueAt = now;
        return this;
    }

    /** Nothing came of it this time. */
    OperationDraft later(String why, Instant nextTry) {
        reason = shortened(why);
        failures++;
        dueAt = nextTry;
        return this;
    }

    /** The gateway works on it. */
    OperationDraft processing(String gatewayId, Instant nextLook) {
        failures = state == State.PROCESSING ? failures + 1 : 0;
        state = State.PROCESSING;
        attemptState = AttemptState.ENDED;
        gatewayRefund = gatewayId;
        reviewReason = null;
        reason = null;
        dueAt = nextLook;
        return this;
    }

    /** The money's fate is certain; what follows is due at once. {@code why} is for the merchant. */
    OperationDraft ended(State end, @Nullable String why, FollowUp next, Instant now) {
        state = end;
        answer = why == null ? null : shortened(why);
        reason = answer;
        attemptState = attempt == null ? null : AttemptState.ENDED;
        endedAt = now;
        dueAt = null;
        failures = 0;
        reviewReason = null;
        followUp = next;
        followAt = next == FollowUp.TELL ? now : null;
        followFailures = 0;
        return this;
    }

    /** On a person's word. */
    OperationDraft closedBy(String author, String because) {
        closing = new Closing(author, because);
        return this;
    }

    /** What was found out in detail, where the merchant is told less. */
    OperationDraft because(String found) {
        reason = shortened(found);
        return this;
    }

    /** What is about to be taken for unpaid was unknown before: it is watched, as its request may still arrive. */
    OperationDraft watched(Instant until) {
        watchedUntil = until;
        lateSeenAt = null;
        return this;
    }

    /** Its day is over, and a look after that has shown no money of it. */
    OperationDraft watchedNoMore() {
        watchedUntil = null;
        lateSeenAt = null;
        return this;
    }

    /** The gateway shows money that may be that of the watched attempt, since then; null: it does not. */
    OperationDraft lateSeen(@Nullable Instant since) {
        lateSeenAt = since;
        return this;
    }

    /** The money of an attempt that had been taken for unpaid has gone out after all, and it is the only one that has. */
    OperationDraft paidLate(FollowUp next, Instant now) {
        ended(State.SUCCEEDED, null, next, now);
        watchedUntil = null;
        late = Late.ONCE;
        return this;
    }

    /** As {@link #paidLate}, of a refund that a later attempt has paid as well. */
    OperationDraft paidTwice() {
        watchedNoMore();
        late = Late.TWICE;
        return this;
    }

    /** A person has to look. {@code nextLook} is null if looking again is of no use. */
    OperationDraft held(ReviewReason why, String detail, @Nullable Instant nextLook) {
        reviewReason = action == Action.RECORD ? why.ofRecord() : why;
        reason = shortened(detail);
        dueAt = nextLook;
        return this;
    }

    /** Nothing is left to do. */
    OperationDraft followedUp(@Nullable String recorded) {
        followUp = FollowUp.FINISHED;
        followAt = null;
        reviewReason = null;
        recordedAs = recorded == null ? recordedAs : recorded;
        return this;
    }

    /** The shop could not be told or written to this time. */
    OperationDraft followUpFailed(String why, @Nullable Instant nextTry) {
        reason = shortened(why);
        followFailures++;
        followAt = nextTry;
        return this;
    }

    LedgerOperation done() {
        return new LedgerOperation(this);
    }

    /** As much of it as is stored. */
    static String shortened(String text) {
        return StorableText.cut(text, LONGEST_REASON);
    }
}
