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

/** A mutable copy of an operation; its methods make the transitions between states. Not thread-safe. */
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

    /** The end of the watch for the money of an attempt that counts as unpaid. */
    @Nullable
    Instant watchedUntil;

    /** Since when the gateway shows money that may be that of the watched attempt. */
    @Nullable
    Instant lateSeenAt;

    /** When a person said that it is another refund or capture than the one that the unexplained sum is of. */
    @Nullable
    Instant saidAnotherAt;

    /** The refunded or captured sum at the gateway about which a person was asked. */
    @Nullable
    Money sumAtReview;

    /** The gateway's code in the answer to the latest attempt, if the adapter does not know it. */
    @Nullable
    String answeredCode;

    /** The unknown code of an earlier attempt that was proved not moved. */
    @Nullable
    String notMovedCode;

    @Nullable
    Late late;

    @Nullable
    String orderId;

    @Nullable
    Seen seen;

    /** The direct refund of which this is the record. */
    @Nullable
    Long recordOf;

    /** A person said that it is not the record of a direct refund. */
    boolean anotherRefund;

    /** The key of the direct refund beside which the shop moved money for this one. */
    @Nullable
    String paidBeside;

    /** A capture was declined as nothing is reserved any more. */
    boolean reservationGone;

    /** What a merchant reads on a refund that is started in the shop. */
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

    /** A draft of a refund. */
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
     * The correlation id for a new operation: that of the request which this thread serves. While the thread works on
     * an operation, a random one: what is merely noticed meanwhile does not belong to that operation's request.
     */
    static CorrelationId ofRequest() {
        LogContext context = LogContext.current();
        return context.value(LogKey.OPERATION).isPresent()
                ? CorrelationId.random()
                : context.correlationId().orElseGet(CorrelationId::random);
    }

    /** A new attempt is about to be sent. */
    OperationDraft submitted(Attempt prepared, Instant now) {
        attempt = prepared;
        amount = prepared.amount();
        attempts++;
        answeredCode = null;
        attemptAt = now;
        return mayBeSent(now);
    }

    /** The stored attempt is about to be sent, unchanged. It stays due: after a crash the next worker resolves it. */
    OperationDraft mayBeSent(Instant now) {
        state = State.SUBMITTED;
        attemptState = AttemptState.OPEN;
        unansweredAt = now;
        dueAt = now;
        reviewReason = null;
        reason = null;
        return this;
    }

    /** Sets when the latest unanswered copy was sent; once it was answered, {@code at} is of an earlier one. */
    OperationDraft unanswered(@Nullable Instant at) {
        unansweredAt = at;
        return this;
    }

    /** The outcome of the latest attempt is not known; it is due again at {@code nextLook}. */
    OperationDraft unknown(String why, Instant nextLook) {
        state = attemptState == AttemptState.OPEN ? State.UNKNOWN : state;
        reason = shortened(why);
        failures++;
        dueAt = nextLook;
        return this;
    }

    /** The latest attempt was answered with this code, which the adapter does not know. */
    OperationDraft answered(String code) {
        answeredCode = StorableText.cut(code, LONGEST_CODE);
        return this;
    }

    /** The latest attempt certainly moved nothing. */
    OperationDraft notMoved(String why, boolean maySubmitSame, Instant nextTry) {
        attemptState = maySubmitSame ? AttemptState.UNSENT : AttemptState.ENDED;
        notMovedCode = answeredCode == null ? notMovedCode : answeredCode;
        state = maySubmitSame ? State.SUBMITTED : State.PENDING;
        reviewReason = null;
        return later(why, nextTry);
    }

    /** Sets the sum about which a person is asked now; an earlier answer counts no more. */
    OperationDraft sumAtReview(Money sum) {
        sumAtReview = sum.sameCurrency(amount) ? sum : null;
        saidAnotherAt = null;
        return this;
    }

    /** The latest attempt certainly moved nothing, and is not sent again: the next step prepares a new one. */
    OperationDraft toBeBegunAnew(Instant now) {
        state = State.PENDING;
        attemptState = AttemptState.ENDED;
        dueAt = now;
        return this;
    }

    /** Nothing came of this step; the next is due at {@code nextTry}. */
    OperationDraft later(String why, Instant nextTry) {
        reason = shortened(why);
        failures++;
        dueAt = nextTry;
        return this;
    }

    /** The gateway is processing it. */
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

    /** The outcome is certain; a follow-up is due at once. {@code why} is for the merchant. */
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

    /** A person closed it. */
    OperationDraft closedBy(String author, String because) {
        closing = new Closing(author, because);
        return this;
    }

    /** Sets the detailed reason, where the merchant is told less. */
    OperationDraft because(String found) {
        reason = shortened(found);
        return this;
    }

    /** It is about to count as unpaid after it was unknown: it is watched, as its request may still arrive. */
    OperationDraft watched(Instant until) {
        watchedUntil = until;
        lateSeenAt = null;
        return this;
    }

    /** The watch is over. */
    OperationDraft watchedNoMore() {
        watchedUntil = null;
        lateSeenAt = null;
        return this;
    }

    /** Since when the gateway shows money that may be that of the watched attempt; null if it shows none. */
    OperationDraft lateSeen(@Nullable Instant since) {
        lateSeenAt = since;
        return this;
    }

    /** An attempt that had counted as unpaid was carried out after all, and no other attempt of this operation was. */
    OperationDraft paidLate(FollowUp next, Instant now) {
        ended(State.SUCCEEDED, null, next, now);
        watchedUntil = null;
        late = Late.ONCE;
        return this;
    }

    /** As {@link #paidLate}, where a later attempt has paid the refund as well. */
    OperationDraft paidTwice() {
        watchedNoMore();
        late = Late.TWICE;
        return this;
    }

    /** It needs review; {@code nextLook} is null if looking again is of no use. */
    OperationDraft held(ReviewReason why, String detail, @Nullable Instant nextLook) {
        reviewReason = action == Action.RECORD ? why.ofRecord() : why;
        reason = shortened(detail);
        dueAt = nextLook;
        return this;
    }

    /** The follow-up is done. */
    OperationDraft followedUp(@Nullable String recorded) {
        followUp = FollowUp.FINISHED;
        followAt = null;
        reviewReason = null;
        recordedAs = recorded == null ? recordedAs : recorded;
        return this;
    }

    /** The shop could not be told. */
    OperationDraft followUpFailed(String why, Instant nextTry) {
        reason = shortened(why);
        followFailures++;
        followAt = nextTry;
        return this;
    }

    LedgerOperation done() {
        return new LedgerOperation(this);
    }

    /** The text as far as it fits the column. */
    static String shortened(String text) {
        return StorableText.cut(text, LONGEST_REASON);
    }
}
