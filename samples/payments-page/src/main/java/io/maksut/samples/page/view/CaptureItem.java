package io.maksut.samples.page.view;

import io.maksut.payment.Money;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.sync.LedgerOperation;

/**
 * A capture that shipping calls for.
 *
 * @param amount empty for all that is left
 * @param reviewReason why a person has to look; empty if nobody has to
 */
public record CaptureItem(
        long id,
        String paymentKey,
        String payment,
        String amount,
        String shop,
        String order,
        String reviewReason,
        String since) {
    public static CaptureItem of(LedgerOperation capture, Formats formats) {
        Money amount = capture.amount();
        return new CaptureItem(
                capture.id(),
                PaymentKey.of(capture.payment()),
                PaymentRow.name(capture.payment()),
                amount.isZero() ? "" : formats.money(amount),
                capture.shop().orElse(""),
                capture.orderId().orElse(""),
                capture.explainReview(formats.locale()).orElse(""),
                formats.dateTime(capture.createdAt()));
    }
}
