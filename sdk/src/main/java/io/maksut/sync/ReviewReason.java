package io.maksut.sync;

import io.maksut.sync.LedgerOperation.Action;
import java.util.Locale;

/** Why a refund, a capture or a void waits for a person. */
public enum ReviewReason {
    /** It cannot be told whether the money moved. It is looked at again from time to time all the same. */
    OUTCOME_UNKNOWN,
    /** The gateway would only change the status: a person has to make the transfer. */
    BY_HAND,
    /** It could not be sent for a day; certainly no money moved. */
    NOT_SENT,
    /** The gateway does not know the payment. */
    PAYMENT_UNKNOWN,
    /** The payment is in a status that nobody has documented. */
    STATUS_UNKNOWN,
    /** It is not established that the payment belongs to the order for which the shop asks the refund. */
    ORDER_NOT_BOUND,
    /** An earlier refund of the order was paid, and it is not known whether the shop still shows it. */
    RECORD_UNREAD,
    /** The gateway answered twice with the same code, which nobody knows; certainly no money moved. */
    ANSWER_NOT_KNOWN,
    /**
     * An earlier refund of the payment that counted as unpaid has arrived, or seems to have: the shop may ask for the same once
     * more. To have it tried again is to say that it is another refund.
     */
    EARLIER_ARRIVED,
    /**
     * The gateway shows another sum as refunded than is explained: nothing was sent. To have it tried again is to say that what is
     * asked for was not refunded by that.
     */
    SUM_UNEXPLAINED,
    /**
     * The gateway shows more as captured than is known here: a capture that a shop asks for was not sent. To have it tried again is
     * to say that it is another one.
     */
    CAPTURE_UNEXPLAINED,
    /** The gateway account of the payment is not connected. */
    ACCOUNT_UNKNOWN,
    /** Money operations of its account, its shop, or all are stopped; nothing was sent. It goes on by itself when they are started again. */
    STOPPED,
    /**
     * The engine only watched: it was judged, and nothing was sent or told. A refund waits for a person, as another system may have
     * paid it; a capture is judged again by itself.
     */
    WATCH_ONLY,
    /** A shop was asked to make a refund, and it cannot be told whether it has. It is looked at again from time to time. */
    START_UNCLEAR,
    /** The money's fate is certain, but the shop will not take the answer. */
    SHOP_NOT_TOLD,
    /** The money was refunded directly, and it cannot be told whether the shop shows it. */
    RECORDING_UNCLEAR,
    /** The money was refunded directly, and the merchant has to record it in the shop. */
    RECORD_BY_MERCHANT,
    /**
     * A direct refund of the payment waits to be recorded, and the shop, which can record only by asking for a refund, asks
     * for one: it is that record, or another refund.
     */
    RECORD_OR_REFUND,
    /** The gateway says no to a capture of what the shop has shipped. */
    CAPTURE_REFUSED,
    /** The shop has shipped an order that is worth more than is reserved: nothing was captured of it. */
    ORDER_ABOVE_RESERVED,
    /** The shop has shipped an order, and it cannot be told how much of its payment is to be captured. */
    SHIPPED_UNCLEAR;

    /** What it means for a refund and what to do, in English, Finnish or Latvian; any other language reads English. */
    public String explain(Locale locale) {
        return Texts.text(locale, "review." + this);
    }

    /** What it means for a refund, a capture or a void, or a refund that a shop is asked to make, as {@link #explain(Locale)}. */
    public String explain(Action action, Locale locale) {
        return saidOf(action) ? Texts.text(locale, "review." + this + "." + action.stored()) : explain(locale);
    }

    /** Whether what is said of a refund is not true of this action. */
    boolean saidOf(Action action) {
        boolean ofReservation = action == Action.CAPTURE || action == Action.VOID;
        return switch (this) {
            case BY_HAND, NOT_SENT, ANSWER_NOT_KNOWN -> ofReservation || action == Action.START_REFUND;
            case OUTCOME_UNKNOWN, PAYMENT_UNKNOWN, STATUS_UNKNOWN, ACCOUNT_UNKNOWN, SHOP_NOT_TOLD -> ofReservation;
            case EARLIER_ARRIVED -> action == Action.CAPTURE;
            default -> false;
        };
    }

    /** The same of what is to be recorded in a shop: its question is about the direct refund. */
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
