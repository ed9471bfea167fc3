package io.maksut.sync;

import io.maksut.internal.crypto.Sha256;
import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.observe.LogKey;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger, as read at one moment: an operation (a refund, capture, void, record in a shop, or refund that a
 * shop is asked to make) or an observed refund. Immutable and thread-safe.
 */
public final class LedgerOperation {
    /** What the operation does. */
    public enum Action {
        REFUND,
        /** Takes what was reserved. */
        CAPTURE,
        /** Releases what was reserved. */
        VOID,
        /** Has a shop show a direct refund; moves no money. */
        RECORD,
        /** Has a shop make a refund, which then asks us to pay it, or which its own plugin pays. */
        START_REFUND;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why the row exists. */
    public enum Kind {
        /** The shop asked for it. */
        REQUESTED,
        /** An order has shipped: a capture, where ship to settle is on. */
        SHIPPED,
        /** Its order is over: a void, where releasing is on. */
        ORDER_OVER,
        /** The refund appeared in the shop; the engine moves no money for it. */
        OBSERVED,
        /** It was made at the {@link RefundDesk}, past the shop. */
        DIRECT,
        /** We write it into the shop. */
        WRITTEN
    }

    /** How far the operation has come. */
    public enum State {
        /** It waits; nothing was sent. */
        PENDING,
        /** An attempt is stored, and is about to be sent or was sent. */
        SUBMITTED,
        /** The gateway took it on; it may still fail. */
        PROCESSING,
        /** The attempt may have been carried out, and its answer is not known: it is only resolved. */
        UNKNOWN,
        /** Confirmed by the gateway, or the written shop; or closed so ({@link LedgerOperation#closing}). */
        SUCCEEDED,
        /** Certainly no money moved and none will; or a person closed it so ({@link LedgerOperation#closing}). */
        DECLINED,
        /**
         * No money moves for it: a request that is the record of {@linkplain LedgerOperation#recordOf another refund},
         * a refund before capture, a record that is not needed any more, or a capture or void that is not needed or, if
         * no shop asked for it, not possible any more.
         */
        CANCELLED,
        /** It was seen in the shop, and the engine was not asked to pay it. */
        OBSERVED;

        /** Whether money may be moving or is still to move: no other refund of the payment may begin. */
        public boolean inFlight() {
            return this == PENDING || mayBeSent() || this == PROCESSING;
        }

        /** Whether its latest attempt is about to be sent, or may have been. */
        boolean mayBeSent() {
            return this == SUBMITTED || this == UNKNOWN;
        }

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is left to do in the shop once the outcome is certain. */
    enum FollowUp {
        NONE,
        /** The shop waits to be told. */
        TELL,
        /** A direct refund is to be recorded in the shop. */
        RECORD,
        /** The shop was told, or shows the direct refund. */
        FINISHED;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What may be done with the latest attempt. */
    enum AttemptState {
        /** It may have been sent: it may only be resolved. */
        OPEN,
        /** It certainly moved nothing, and may be sent again unchanged. */
        UNSENT,
        /** It needs no more resolving: its outcome is certain, or the gateway processes it. */
        ENDED;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How money went out after its attempt counted as unpaid. */
    enum Late {
        /** It is all the money that went out for this refund, or the capture or void was made late. */
        ONCE,
        /** It went out beside the money of a later attempt. */
        TWICE;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The word of a person who closed an operation.
     *
     * @param because as the person wrote it
     */
    public record Closing(String by, String because) {
        /** Leaves out both, which a person wrote. */
        @Override
        public String toString() {
            return "Closing";
        }
    }

    /** What the shop showed of a refund when it was last read. */
    record Seen(ShopRefund.State state, Money amount, OrderRefund.Payout payout, Instant at, boolean gone) {}

    /** The prefix of the key of every record that we write into a shop. */
    static final String PORTAL_KEY = "maksut:";

    final long id;
    final long claimId;
    final PaymentId payment;
    final String shop;
    final String key;
    final Action action;
    final Kind kind;
    final CorrelationId correlationId;
    final State state;
    final Money amount;
    final Locale language;
    final Instant createdAt;
    final Instant changedAt;
    final @Nullable Instant endedAt;
    final @Nullable Instant dueAt;
    final int failures;
    final int attempts;
    final @Nullable Attempt attempt;
    final @Nullable AttemptState attemptState;
    final @Nullable Instant attemptAt;
    final @Nullable Instant unansweredAt;
    final @Nullable String gatewayRefund;
    final @Nullable ReviewReason reviewReason;
    final @Nullable Closing closing;
    final @Nullable String reason;
    final @Nullable String answer;
    final FollowUp followUp;
    final @Nullable Instant followAt;
    final int followFailures;
    final @Nullable String recordedAs;
    final @Nullable Instant watchedUntil;
    final @Nullable Instant lateSeenAt;
    final @Nullable Instant saidAnotherAt;
    final @Nullable Money sumAtReview;
    final @Nullable String answeredCode;
    final @Nullable String notMovedCode;
    final @Nullable Late late;
    final @Nullable String orderId;
    final @Nullable Seen seen;
    final @Nullable Long recordOf;
    final boolean anotherRefund;
    final @Nullable String paidBeside;
    final boolean reservationGone;
    final @Nullable String note;

    LedgerOperation(OperationDraft from) {
        id = from.id;
        claimId = from.claimId;
        payment = from.payment;
        shop = from.shop;
        key = from.key;
        action = from.action;
        kind = from.kind;
        correlationId = from.correlationId;
        state = from.state;
        amount = from.amount;
        language = from.language;
        createdAt = from.createdAt;
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

    /** The id in the ledger. */
    public long id() {
        return id;
    }

    /** The payment that it is about. */
    public PaymentId payment() {
        return payment;
    }

    /** The name of its shop; empty for a direct refund without an order. */
    public Optional<String> shop() {
        return shop.isEmpty() ? Optional.empty() : Optional.of(shop);
    }

    /**
     * The shop's id of its request; for a direct refund and its record the permit's id; for a capture on shipping or a
     * release for an order that is over a name of ours; for a refund that is started in a shop the caller's id.
     */
    public String key() {
        return key;
    }

    /** What it does; {@link #kind} tells how it came about. */
    public Action action() {
        return action;
    }

    /** How it came about; an observed refund becomes requested when the shop asks for it. */
    public Kind kind() {
        return kind;
    }

    /**
     * Of the request that it was begun for. An observed refund gets another when the shop asks for it; the record of a
     * direct refund has that of the refund.
     */
    public CorrelationId correlationId() {
        return correlationId;
    }

    /** What is known of the money; whether a person has to look is in {@link #reviewReason}. */
    public State state() {
        return state;
    }

    /**
     * For a void that a shop asks for, and a capture of all that was shipped, it is zero until it is judged, right
     * before it is sent; its currency says nothing until then.
     */
    public Money amount() {
        return amount;
    }

    /** In which the merchant who asked for it reads; English if not known. */
    public Locale language() {
        return language;
    }

    /** The shop's order, if it is known. */
    public Optional<String> orderId() {
        return Optional.ofNullable(orderId);
    }

    /** How many attempts were stored; each is stored before it is sent, and a further copy of one is no new attempt. */
    public int attempts() {
        return attempts;
    }

    /** The parcel that a capture is for; empty for all that is left of the order, and for other operations. */
    public Optional<String> shipment() {
        String part = kind == Kind.SHIPPED ? key.substring(key.lastIndexOf('\n') + 1) : "";
        return part.isEmpty() ? Optional.empty() : Optional.of(part);
    }

    /** The id that the gateway, or the shop that was written into, gave it; empty before that. */
    public Optional<String> gatewayRefund() {
        return Optional.ofNullable(gatewayRefund);
    }

    /** Why it needs review, if it does. */
    public Optional<ReviewReason> reviewReason() {
        return Optional.ofNullable(reviewReason);
    }

    /** Who closed it, and why; empty where no person did. Stays if the gateway contradicts it later. */
    public Optional<Closing> closing() {
        return Optional.ofNullable(closing);
    }

    /** Whether only a person's word says that it succeeded. */
    boolean succeededByWord() {
        return state == State.SUCCEEDED && closing != null && late == null;
    }

    /**
     * What that means and what to do, in the words of a refund, a capture or a void; empty if there is no such reason.
     */
    public Optional<String> explainReview(Locale locale) {
        return reviewReason().map(it -> it.explain(action, locale));
    }

    /**
     * What was last found out, for people who look into it, in {@link #language} or in English; no personal data. What
     * a person wrote who closed it or dropped it is in {@link #closing}.
     */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /**
     * Why it was declined, or is not needed any more, in the language of the merchant who asked for it; no personal
     * data. Empty where there is nothing to explain.
     */
    public Optional<String> answer() {
        return Optional.ofNullable(answer);
    }

    /** Whether the shop is still to be told, or to record a direct refund. */
    public boolean shopWaits() {
        return followUp == FollowUp.TELL || followUp == FollowUp.RECORD;
    }

    /** When the shop is told next; empty if it need not be, or waits for a record. */
    public Optional<Instant> nextFollowUp() {
        return shopWaits() ? Optional.ofNullable(followAt) : Optional.empty();
    }

    /** Whether it is a capture or void that a shop asked for. */
    boolean asked() {
        return action != Action.REFUND && kind == Kind.REQUESTED;
    }

    /** Whether it is written into a shop: no gateway is asked for it, and no sum counts it. */
    boolean inShop() {
        return kind == Kind.WRITTEN;
    }

    /** The mark that a write leaves on the order; a ledger that was restored from an older copy makes the same. */
    String mark() {
        if (action != Action.START_REFUND) {
            return PORTAL_KEY + key;
        }
        String name = String.join("\n", "maksut", shop, key, String.valueOf(orderId));
        return "maksut-start:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The id of the direct refund of which this is the record: a record that we write into the shop, or a request that
     * a person declared to be one, of which the shop is told "done" without money.
     */
    public Optional<Long> recordOf() {
        return Optional.ofNullable(recordOf);
    }

    /** Whether it is a paid direct refund that the shop is not known to show. */
    public boolean unrecorded() {
        return kind == Kind.DIRECT && state == State.SUCCEEDED && followUp != FollowUp.FINISHED;
    }

    /** Whether it is a refund from before the capture: no money moved, and that much less is captured. */
    boolean beforeCapture() {
        return action == Action.REFUND && state == State.CANCELLED && recordOf == null;
    }

    /** Whether the shop is told "done". */
    boolean toldAsDone() {
        return state == State.SUCCEEDED || state == State.CANCELLED;
    }

    /** By the engine's clock: when it was called for, ruled on (a direct refund) or first seen in the shop. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When the engine last stored a change; what is merely seen in the shop does not count. */
    public Instant changedAt() {
        return changedAt;
    }

    /**
     * When the money's fate became certain; for one that merely appeared in a shop, when it was first seen. Empty until
     * then.
     */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    /** The refund's state in the shop, as last read; empty if the shop does not show it. */
    public Optional<ShopRefund.State> shownAs() {
        return Optional.ofNullable(seen).filter(it -> !it.gone()).map(Seen::state);
    }

    /** Whether an attempt may have reached the gateway and what became of it is not known yet. */
    public boolean outcomeUnknown() {
        return state.mayBeSent() && attemptState == AttemptState.OPEN;
    }

    /**
     * The end of the watch of an attempt that counts as unpaid, or not made, after its outcome had been unknown: until
     * then the gateway is read every hour, and what was told is corrected. Empty if nothing is watched.
     */
    public Optional<Instant> watchedUntil() {
        return Optional.ofNullable(watchedUntil);
    }

    /** What certainly went back to the customer for it. */
    Money moneyMoved() {
        Money once = state == State.SUCCEEDED && action == Action.REFUND ? amount : Money.zero(amount.currency());
        return late == Late.TWICE ? once.plus(amount) : once;
    }

    /** This observed refund as a pending request. */
    OperationDraft requested(Instant now) {
        OperationDraft draft = new OperationDraft(this, Kind.REQUESTED);
        draft.state = State.PENDING;
        draft.endedAt = null;
        draft.dueAt = now;
        return draft;
    }

    /**
     * The idempotency key of the next attempt, made of names: a ledger that was restored from an older copy makes the
     * same key for the same attempt, and a gateway that knows keys does not carry it out again.
     */
    String nextAttemptKey() {
        String what = switch (action) {
            case REFUND -> key;
            case CAPTURE ->
                asked() ? "capture\n" + key : "capture " + shipment().orElse("");
            case VOID -> "void\n" + key;
            case RECORD -> "record\n" + key;
            case START_REFUND -> "start\n" + key;
        };
        String name = String.join("\n", payment.toString(), shop, what, "" + (attempts + 1));
        return "maksut-" + Sha256.hex(name, 16);
    }

    /** The kind of event that the history has for this action. */
    LedgerEvent.Kind event(LedgerEvent.Kind what) {
        return switch (action) {
            case REFUND -> what;
            case CAPTURE ->
                switch (what) {
                    case REQUESTED, RETRIED -> LedgerEvent.Kind.CAPTURE_REQUESTED;
                    case SUBMITTED, SENT_AGAIN -> LedgerEvent.Kind.CAPTURE_SUBMITTED;
                    case SUCCEEDED -> LedgerEvent.Kind.CAPTURED;
                    case NEEDS_REVIEW -> LedgerEvent.Kind.CAPTURE_NEEDS_REVIEW;
                    case DECLINED -> LedgerEvent.Kind.CAPTURE_DECLINED;
                    case CLOSED -> kind == Kind.SHIPPED ? LedgerEvent.Kind.CAPTURE_CANCELLED : what;
                    default -> what;
                };
            case VOID ->
                switch (what) {
                    case REQUESTED, RETRIED -> LedgerEvent.Kind.VOID_REQUESTED;
                    case SUBMITTED, SENT_AGAIN -> LedgerEvent.Kind.VOID_SUBMITTED;
                    case SUCCEEDED -> LedgerEvent.Kind.VOIDED;
                    case NEEDS_REVIEW -> LedgerEvent.Kind.VOID_NEEDS_REVIEW;
                    case DECLINED -> LedgerEvent.Kind.VOID_DECLINED;
                    default -> what;
                };
            case RECORD ->
                switch (what) {
                    case SUBMITTED, SENT_AGAIN -> LedgerEvent.Kind.RECORD_SUBMITTED;
                    case SUCCEEDED -> LedgerEvent.Kind.RECORDED;
                    case NEEDS_REVIEW ->
                        reviewReason == ReviewReason.RECORD_BY_MERCHANT ? LedgerEvent.Kind.RECORD_BY_MERCHANT : what;
                    case NOT_MOVED, OUTCOME_UNKNOWN -> LedgerEvent.Kind.FOLLOW_UP_FAILED;
                    default -> what;
                };
            case START_REFUND ->
                switch (what) {
                    case REQUESTED, RETRIED -> LedgerEvent.Kind.START_REQUESTED;
                    case SUBMITTED, SENT_AGAIN -> LedgerEvent.Kind.START_SUBMITTED;
                    case SUCCEEDED -> LedgerEvent.Kind.START_MADE;
                    case NEEDS_REVIEW -> LedgerEvent.Kind.START_NEEDS_REVIEW;
                    case DECLINED -> LedgerEvent.Kind.START_DECLINED;
                    default -> what;
                };
        };
    }

    /** The log context for the time in which it is worked on or told about. */
    LogContext logContext() {
        LogContext context = ofPayment(LogContext.of(correlationId), payment).with(LogKey.OPERATION, Long.toString(id));
        return shop.isEmpty() ? context : context.with(LogKey.SHOP, shop);
    }

    static LogContext ofPayment(LogContext context, PaymentId payment) {
        return context.with(LogKey.ACCOUNT, payment.account()).with(LogKey.PAYMENT, payment.reference());
    }

    OperationDraft edit() {
        return new OperationDraft(this);
    }

    @Override
    public String toString() {
        return "LedgerOperation[" + id + ", " + (action == Action.REFUND ? kind : action) + " " + state + ", " + payment
                + ", " + amount + (reviewReason == null ? "" : ", waits for a person: " + reviewReason) + "]";
    }
}
