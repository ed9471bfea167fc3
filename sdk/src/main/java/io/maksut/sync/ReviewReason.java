package io.maksut.sync;

import io.maksut.sync.LedgerOperation.Action;
import java.util.Locale;

/** Why an operation needs a person. */
public enum ReviewReason {
    /** It is not known whether the money moved. The engine goes on looking from time to time. */
    OUTCOME_UNKNOWN,
    /** The gateway would only change the status: a person has to transfer the money. */
    BY_HAND,
    /** It could not be sent for about a day; certainly no money moved. */
    NOT_SENT,
    /** The gateway does not know the payment. */
    PAYMENT_UNKNOWN,
    /**
     * The gateway answers to the payment's id with another payment than before; nothing was sent. It is looked at again from
     * time to time.
     */
    PAYMENT_CONTRADICTED,
    /** The payment is in a status that is not documented for its method. */
    STATUS_UNKNOWN,
    /** It is not established that the payment belongs to the order for which the shop asks for the refund. */
    ORDER_NOT_BOUND,
    /** An earlier refund of the order was paid, and it is not known whether the shop still shows it. */
    RECORD_UNREAD,
    /** The gateway answered twice with the same unknown code; certainly no money moved. */
    ANSWER_NOT_KNOWN,
    /**
     * An earlier refund or capture of the payment that counted as not made has arrived, or may have: the shop may be
     * asking for the same one again. A retry says that it is another one.
     */
    EARLIER_ARRIVED,
    /**
     * The gateway shows another sum as refunded than is explained: nothing was sent. A retry says that the request was
     * not refunded by that.
     */
    SUM_UNEXPLAINED,
    /**
     * The gateway shows more as captured than is known here: a capture that a shop asks for was not sent. A retry says
     * that it is another one.
     */
    CAPTURE_UNEXPLAINED,
    /**
     * The gateway shows less as captured than is known here, or a capture may be made that does not show yet: a refund was not
     * sent. It is looked at again from time to time.
     */
    CAPTURE_NOT_SHOWN,
    /** The gateway account of the payment is not connected. */
    ACCOUNT_UNKNOWN,
    /** Money operations of its account, its shop, or all are stopped; nothing was sent. It goes on when they start. */
    STOPPED,
    /**
     * The engine only watched: the operation was judged, and nothing was sent or told. A refund needs a person, as
     * another system may have paid it; a capture is judged again by itself.
     */
    WATCH_ONLY,
    /** A shop was asked to make a refund, and it is not known whether it has. The engine goes on looking. */
    START_UNCLEAR,
    /** The outcome is certain, but the shop does not take the answer. */
    SHOP_NOT_TOLD,
    /** The money was refunded directly, and it is not known whether the shop shows it. */
    RECORDING_UNCLEAR,
    /** The money was refunded directly, and the merchant has to record it in the shop. */
    RECORD_BY_MERCHANT,
    /**
     * A direct refund of the payment waits to be recorded, and the shop, which can record only by asking for a refund,
     * asks for one: a person says whether it is that record or another refund.
     */
    RECORD_OR_REFUND,
    /** The gateway refuses a capture of what the shop has shipped. */
    CAPTURE_REFUSED,
    /** The shop has shipped an order that comes to more than is reserved: nothing was captured for it. */
    ORDER_ABOVE_RESERVED,
    /** An order was shipped; how much to capture cannot be computed, or the payment may be another order's. */
    SHIPPED_UNCLEAR;

    /** What it means for a refund and what to do, in English, Finnish or Latvian; English for any other language. */
    public String explain(Locale locale) {
        return Texts.text(locale, "review." + this);
    }

    /** What it means for an operation of this action and what to do, as {@link #explain(Locale)}. */
    public String explain(Action action, Locale locale) {
        return saidOf(action) ? Texts.text(locale, "review." + this + "." + action.stored()) : explain(locale);
    }

    /** Whether this action has a text of its own, as the text about refunds does not fit it. */
    boolean saidOf(Action action) {
        boolean ofReservation = action == Action.CAPTURE || action == Action.VOID;
        return switch (this) {
            case BY_HAND, NOT_SENT, ANSWER_NOT_KNOWN -> ofReservation || action == Action.START_REFUND;
            case OUTCOME_UNKNOWN,
                    PAYMENT_UNKNOWN,
                    PAYMENT_CONTRADICTED,
                    STATUS_UNKNOWN,
                    ACCOUNT_UNKNOWN,
                    SHOP_NOT_TOLD -> ofReservation;
            case EARLIER_ARRIVED -> action == Action.CAPTURE;
            default -> false;
        };
    }

    /** The reason that the record of a direct refund has instead: its question is about the direct refund. */
    ReviewReason ofRecord() {
        return switch (this) {
            case BY_HAND -> RECORD_BY_MERCHANT;
            case OUTCOME_UNKNOWN, NOT_SENT, ANSWER_NOT_KNOWN, START_UNCLEAR -> RECORDING_UNCLEAR;
            default -> this;
        };
    }

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReviewReason of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
