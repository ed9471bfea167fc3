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
 * Something that moves money, or was seen to have moved some, as the ledger knows it at one moment: a refund, a capture or a
 * void; or a refund that a shop is asked to make. Immutable and thread-safe.
 */
public final class LedgerOperation {
    /** What it does to the payment. */
    public enum Action {
        REFUND,
        /** Takes what was reserved. */
        CAPTURE,
        /** Releases what was reserved. */
        VOID,
        /** Has a shop show a direct refund; moves no money. */
        RECORD,
        /** Has a shop make a refund, which it then asks to be paid, or has its own plugin pay. */
        START_REFUND;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the ledger came to know it. */
    public enum Kind {
        /** The shop asked for it. */
        REQUESTED,
        /** Shipping calls for it: a capture where ship to settle is switched on. */
        SHIPPED,
        /** Its order is over: a void where that is switched on. */
        ORDER_OVER,
        /** It appeared in the shop: such a one moves no money. */
        OBSERVED,
        /** It was made at the desk, past the shop. */
        DIRECT,
        /** It is written into the shop from our side. */
        WRITTEN
    }

    /** What is known of the money. */
    public enum State {
        /** It waits; nothing was sent. */
        PENDING,
        /** An attempt is stored, and is about to be sent or was sent. */
        SUBMITTED,
        /** The gateway took it on; it may still fail. */
        PROCESSING,
        /** An attempt may have been carried out, and its answer is not known: it is only read, until an outcome is certain. */
        UNKNOWN,
        /** The gateway confirmed it, or a person stated it ({@link LedgerOperation#closing}). */
        SUCCEEDED,
        /** It is certain that no money moved and none will, or a person stated it ({@link LedgerOperation#closing}). */
        DECLINED,
        /**
         * No money moves for it: a request that is the record of {@linkplain LedgerOperation#recordOf another refund}, or a refund
         * of what was not captured yet; a capture or void that is not needed or, where shipping called for it, not possible any
         * more.
         */
        CANCELLED,
        /** It was seen in the shop, and the engine was not asked to pay it. */
        OBSERVED;

        /** Whether money is on its way, or may be, or is still wanted: no other refund of the payment may start. */
        public boolean inFlight() {
            return this == PENDING || mayBeSent() || this == PROCESSING;
        }

        /** Whether its latest attempt is at the gateway's, or may be, or goes there as it is. */
        boolean mayBeSent() {
            return this == SUBMITTED || this == UNKNOWN;
        }

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is left to do after the money's fate is certain. */
    enum FollowUp {
        NONE,
        /** The shop waits for the answer. */
        TELL,
        /** The shop has to show a direct refund. */
        RECORD,
        /** Done. */
        FINISHED;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What may be done with the latest attempt. */
    enum AttemptState {
        /** It may have been sent: only {@code resolve} may look at it. */
        OPEN,
        /** It certainly moved nothing, and the very same may be submitted. */
        UNSENT,
        /** Its outcome is certain. */
        ENDED;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Money that went out after it had been taken for unpaid. */
    enum Late {
        /** It is all that went out for this refund. */
        ONCE,
        /** It went out beside that of a later attempt. */
        TWICE;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A person's word on which an operation ended.
     *
     * @param because as the person wrote it
     */
    public record Closing(String by, String because) {
        /** Leaves out both: a person may have written them. */
        @Override
        public String toString() {
            return "Closing";
        }
    }

    /** What the shop showed of it when it was last read. */
    record Seen(ShopRefund.State state, Money amount, OrderRefund.Payout payout, Instant at, boolean gone) {}

    /** Begins the key of every record that we write into a shop. */
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

    /** In the ledger. */
    public long id() {
        return id;
    }

    /** The payment that it is about. */
    public PaymentId payment() {
        return payment;
    }

    /** The name of the shop that it belongs to; empty for a direct refund without an order. */
    public Optional<String> shop() {
        return shop.isEmpty() ? Optional.empty() : Optional.of(shop);
    }

    /**
     * The shop's id of it; for a direct refund the id of its permit; for a capture on shipping a name of our own; for a refund
     * that is started in a shop the caller's id of its wish.
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

    /** How many attempts were made at the gateway; each is written down before it is sent. */
    public int attempts() {
        return attempts;
    }

    /** The shipment that a capture is about; empty for all that is left, and for refunds. */
    public Optional<String> shipment() {
        String part = kind == Kind.SHIPPED ? key.substring(key.lastIndexOf('\n') + 1) : "";
        return part.isEmpty() ? Optional.empty() : Optional.of(part);
    }

    /** The gateway's id of what it did, once it told one; the shop's, of what is written into it. */
    public Optional<String> gatewayRefund() {
        return Optional.ofNullable(gatewayRefund);
    }

    /** Why a person has to look, if one has to. */
    public Optional<ReviewReason> reviewReason() {
        return Optional.ofNullable(reviewReason);
    }

    /** Who ended it by their word, and why; empty where the gateway or the engine did. Stays if the gateway contradicts it later. */
    public Optional<Closing> closing() {
        return Optional.ofNullable(closing);
    }

    /** Whether a person's word is all that says that it succeeded. */
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
     * What was last found out, for people who look into it, in {@link #language} or in English; no personal data. Of a
     * capture that a person dropped it is what that person wrote.
     */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /**
     * Why it was declined, or is not needed any more, in the language of the merchant who asked for it; of a capture
     * that a person dropped what that person wrote. Empty where there is nothing to explain.
     */
    public Optional<String> answer() {
        return Optional.ofNullable(answer);
    }

    /** Whether the shop still waits for our answer, or for the record of a direct refund. */
    public boolean shopWaits() {
        return followUp == FollowUp.TELL || followUp == FollowUp.RECORD;
    }

    /** When the shop is told, or written to, next; empty where it does not wait, or will not take it. */
    public Optional<Instant> nextFollowUp() {
        return shopWaits() ? Optional.ofNullable(followAt) : Optional.empty();
    }

    /** Whether it is a capture or a void that the shop asked for, and waits for. */
    boolean asked() {
        return action != Action.REFUND && kind == Kind.REQUESTED;
    }

    /** Whether it is written into a shop: no gateway hears of it, and no sum counts it. */
    boolean inShop() {
        return kind == Kind.WRITTEN;
    }

    /** By which the shop's orders show that they have it; the same also when the ledger was restored from an older copy. */
    String mark() {
        if (action != Action.START_REFUND) {
            return PORTAL_KEY + key;
        }
        String name = String.join("\n", "maksut", shop, key, String.valueOf(orderId));
        return "maksut-start:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The direct refund, by its id in the ledger, of which this is the record: what we write into the shop, or a request of which a
     * person said so, and the shop is told that it is done, without money.
     */
    public Optional<Long> recordOf() {
        return Optional.ofNullable(recordOf);
    }

    /** Whether the customer was refunded directly and the shop is not known to show it. */
    public boolean unrecorded() {
        return kind == Kind.DIRECT && state == State.SUCCEEDED && followUp != FollowUp.FINISHED;
    }

    /** Whether it is a refund of what was not captured yet: it moved nothing, and less was, or will be, captured for it. */
    boolean beforeCapture() {
        return action == Action.REFUND && state == State.CANCELLED && recordOf == null;
    }

    /** Whether the shop is told that it is done. */
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

    /** How the shop shows it, as last read; empty if it does not, or no longer. */
    public Optional<ShopRefund.State> shownAs() {
        return Optional.ofNullable(seen).filter(it -> !it.gone()).map(Seen::state);
    }

    /** Whether an attempt may have reached the gateway and what became of it is not known yet. */
    public boolean outcomeUnknown() {
        return state.mayBeSent() && attemptState == AttemptState.OPEN;
    }

    /**
     * Until when money may still turn up of an attempt that was taken for unpaid after its outcome had been unknown: the
     * gateway is read again and again until then, and what was told is corrected. Empty if there is no such attempt.
     */
    public Optional<Instant> watchedUntil() {
        return Optional.ofNullable(watchedUntil);
    }

    /** What went back to the customer for it, as far as is certain. */
    Money moneyMoved() {
        Money once = state == State.SUCCEEDED && action == Action.REFUND ? amount : Money.zero(amount.currency());
        return late == Late.TWICE ? once.plus(amount) : once;
    }

    /** The same as a request, from now on. */
    OperationDraft requested(Instant now) {
        OperationDraft draft = new OperationDraft(this, Kind.REQUESTED);
        draft.state = State.PENDING;
        draft.endedAt = null;
        draft.dueAt = now;
        return draft;
    }

    /**
     * The same for the same attempt at the same operation, also when the ledger was restored from an older copy: a gateway that
     * knows keys will not do it again then.
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

    /** What has happened to it, in the words of its history. */
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

    /** While it is worked on, or told about. */
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
