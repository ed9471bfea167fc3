package io.maksut.samples.page.view;

import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.sync.Finding;

/**
 * A difference between shop and gateway.
 *
 * @param shop empty if it concerns none
 * @param order empty if it concerns none
 */
public record FindingItem(
        long id,
        String paymentKey,
        String payment,
        String label,
        String remedy,
        String amount,
        String shop,
        String order,
        String since,
        Badge state) {
    public static FindingItem of(Finding finding, Texts texts, Formats formats) {
        return new FindingItem(
                finding.id(),
                PaymentKey.of(finding.payment()),
                PaymentRow.name(finding.payment()),
                finding.kind().label(formats.locale()),
                finding.kind().remedy(formats.locale()),
                formats.money(finding.amount()),
                finding.shop(),
                finding.orderId() == null ? "" : finding.orderId(),
                formats.dateTime(finding.firstSeenAt()),
                new Badge(
                        texts.text("finding.state." + finding.state()),
                        finding.state() == Finding.State.OPEN ? "alarm" : "calm"));
    }
}
