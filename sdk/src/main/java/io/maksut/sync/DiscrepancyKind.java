package io.maksut.sync;

import java.util.Locale;

/** How shop, ledger and gateway can differ over a payment. */
public enum DiscrepancyKind {
    /** The shop says that money was refunded, and the gateway does not show it. */
    ONLY_IN_SHOP,
    /** The gateway refunded money that neither a shop nor the ledger knows of. */
    ONLY_AT_GATEWAY,
    /**
     * The gateway shows money as refunded that neither a shop nor the ledger knows of, and that may be what was never
     * captured of the payment: it counts both as one (EveryPay).
     */
    REFUNDED_OR_NOT_CAPTURED,
    /** The shop recorded a refund without having it paid, and the gateway shows no money for it. */
    RECORDED_WITHOUT_MONEY,
    /** The shop asked again under the same id for another amount, payment or order; the first request stands. */
    REQUEST_EDITED,
    /** A refund has one amount in the shop and another in the ledger. */
    AMOUNTS_DIFFER,
    /** The shop's refunds come to more than was captured. */
    SHOP_TOTAL_EXCEEDED,
    /** The shop refunded in another currency than the payment's. */
    CURRENCY_DIFFERS,
    /** A refund whose money went out is gone from the shop. */
    GONE_FROM_SHOP,
    /** The order of a refunded payment is gone from the shop. */
    ORDER_GONE,
    /** Money that the gateway had confirmed as refunded is back: the customer does not have it. */
    REFUND_CAME_BACK,
    /** A refund was taken for not paid, and its money went out later: what the shop was told has been corrected. */
    PAID_LATE,
    /** A refund was taken for not paid and made again, and its first money went out later: the customer has it twice. */
    PAID_AGAIN_LATE,
    /** A capture was taken for not made, and the gateway made it later: what the shop was told has been corrected. */
    CAPTURED_LATE,
    /** A release counted as not made, and nothing is reserved any more: what the shop was told has been corrected. */
    VOIDED_LATE,
    /** More is captured than is explained: a capture that counted as not made may have been made beside another. */
    CAPTURED_TWICE,
    /** The order was cancelled, failed, trashed or deleted, and what was reserved for it still is. */
    AUTHORISATION_STANDS,
    /** The cardholder disputes a payment that was refunded: the customer may be paid twice. */
    CHARGED_BACK_AFTER_REFUND,
    /** The shop says that a refund failed, and its money went out. */
    SHOP_SAYS_FAILED,
    /** The shop says that a refund succeeded, and none of its money moved. */
    SHOP_SAYS_DONE,
    /** The shop moved money for what should have been the record of a direct refund: the customer was paid twice. */
    PAID_TWICE,
    /** A shop asked for a refund of a payment that is not its order's. */
    OTHER_ORDERS_PAYMENT;

    /** Whether reconciliations find it and find when it is over; if not, it stays until a person accepts it. */
    boolean foundByReconciliation() {
        return this != OTHER_ORDERS_PAYMENT && this != REQUEST_EDITED;
    }

    /** Whether it rests on sums of the gateway, so that a status without sums tells nothing of it. */
    boolean ofSums() {
        return this == ONLY_IN_SHOP
                || isUnexplainedMoney()
                || this == RECORDED_WITHOUT_MONEY
                || this == SHOP_TOTAL_EXCEEDED
                || this == REFUND_CAME_BACK
                || this == CAPTURED_TWICE;
    }

    /** Whether the gateway shows more as refunded than is explained: nothing is paid until it is. */
    boolean isUnexplainedMoney() {
        return this == ONLY_AT_GATEWAY || this == REFUNDED_OR_NOT_CAPTURED;
    }

    /** Whether it rests on what a shop shows or does not show: until the shop was read it is only suspected. */
    boolean restsOnShop() {
        return switch (this) {
            case ONLY_IN_SHOP,
                    ONLY_AT_GATEWAY,
                    REFUNDED_OR_NOT_CAPTURED,
                    RECORDED_WITHOUT_MONEY,
                    AMOUNTS_DIFFER,
                    SHOP_TOTAL_EXCEEDED,
                    CURRENCY_DIFFERS,
                    GONE_FROM_SHOP,
                    ORDER_GONE,
                    AUTHORISATION_STANDS,
                    SHOP_SAYS_FAILED,
                    SHOP_SAYS_DONE -> true;
            case REQUEST_EDITED,
                    REFUND_CAME_BACK,
                    PAID_LATE,
                    PAID_AGAIN_LATE,
                    CAPTURED_LATE,
                    VOIDED_LATE,
                    CAPTURED_TWICE,
                    CHARGED_BACK_AFTER_REFUND,
                    PAID_TWICE,
                    OTHER_ORDERS_PAYMENT -> false;
        };
    }

    /** Its name in English, Finnish or Latvian; English for any other language. */
    public String label(Locale locale) {
        return Texts.text(locale, "discrepancy." + this + ".label");
    }

    /** What to do about it, in the same languages. */
    public String remedy(Locale locale) {
        return Texts.text(locale, "discrepancy." + this + ".remedy");
    }
}
