package io.maksut.samples.page.view;

import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;

/**
 * A refund of the ledger.
 *
 * @param paymentKey the payment's name in addresses
 * @param reviewReason why a person has to look, and what to do; empty if nobody has to
 * @param reason what was last found out, in English; may be empty
 * @param shop empty for a direct refund without an order
 * @param order the shop's id of it; empty if none is known
 * @param mayPay whether a person may have it paid: only where the shop does not pay its refunds itself
 * @param mayAnswer whether it has to be said if it is the record of a direct refund or another refund
 * @param mayConfirmOrder whether it waits for somebody to say that the payment is that of the order
 */
public record RefundItem(
        long id,
        String paymentKey,
        String payment,
        String amount,
        String kind,
        Badge state,
        String shop,
        String order,
        String reviewReason,
        String reason,
        String since,
        boolean mayRetry,
        boolean mayClose,
        boolean mayCloseAsPaid,
        boolean mayAcceptShop,
        boolean mayPay,
        boolean mayAnswer,
        boolean mayConfirmOrder,
        String title) {
    public static RefundItem of(LedgerOperation refund, RefundSync sync, Texts texts, Formats formats) {
        boolean held = refund.reviewReason().isPresent();
        boolean inFlight = refund.state().inFlight();
        boolean asked = refund.reviewReason()
                .filter(ReviewReason.RECORD_OR_REFUND::equals)
                .isPresent();
        boolean mayClose = inFlight && (held || refund.state() == LedgerOperation.State.PENDING);
        return new RefundItem(
                refund.id(),
                PaymentKey.of(refund.payment()),
                PaymentRow.name(refund.payment()),
                formats.money(refund.amount()),
                texts.text("refund.kind."
                        + (refund.action() == LedgerOperation.Action.REFUND ? refund.kind() : refund.action())),
                badge(refund, texts),
                refund.shop().orElse(""),
                refund.orderId().orElse(""),
                refund.explainReview(formats.locale()).orElse(""),
                refund.reason().orElse(""),
                formats.dateTime(refund.createdAt()),
                (inFlight && !asked) || refund.shopWaits(),
                mayClose,
                mayClose && !asked,
                refund.shopWaits(),
                refund.kind() == LedgerOperation.Kind.OBSERVED
                        && refund.shop().filter(sync::portalPays).isPresent(),
                asked,
                refund.orderId().isPresent()
                        && refund.reviewReason()
                                .filter(ReviewReason.ORDER_NOT_BOUND::equals)
                                .isPresent(),
                switch (refund.action()) {
                    case REFUND -> texts.text("desk.refund_of", formats.money(refund.amount()));
                    case CAPTURE -> texts.text("desk.capture_of", formats.money(refund.amount()));
                    case VOID -> texts.text("desk.void");
                    case RECORD, START_REFUND -> texts.text("desk.start_of", formats.money(refund.amount()));
                });
    }

    private static Badge badge(LedgerOperation refund, Texts texts) {
        if (refund.outcomeUnknown()) {
            return new Badge(texts.text("refund.outcome_unknown"), "alarm");
        }
        if (refund.kind() == LedgerOperation.Kind.OBSERVED && refund.shownAs().isPresent()) {
            return new Badge(texts.text("refund.shown." + refund.shownAs().get()), "calm");
        }
        if (refund.state() == LedgerOperation.State.CANCELLED) {
            return withoutMoney(refund, texts);
        }
        boolean done = refund.state() == LedgerOperation.State.SUCCEEDED;
        String tone = done ? "good" : refund.state() == LedgerOperation.State.DECLINED ? "bad" : "waiting";
        boolean byWord = refund.closing().isPresent();
        return new Badge(texts.text((byWord ? "refund.closed." : "refund.state.") + refund.state()), tone);
    }

    /** It ended without money. A refund that did is the record of another one, or it came before the capture. */
    private static Badge withoutMoney(LedgerOperation operation, Texts texts) {
        if (operation.action() != LedgerOperation.Action.REFUND) {
            return new Badge(texts.text("refund.cancelled.not_made"), "calm");
        }
        return new Badge(
                texts.text(
                        operation.recordOf().isPresent()
                                ? "refund.cancelled.record"
                                : "refund.cancelled.before_capture"),
                "good");
    }
}
