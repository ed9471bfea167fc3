package io.maksut.samples.page.view;

import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.sync.Discrepancy;

/**
 * A difference between shop and gateway.
 *
 * @param shop empty if it concerns none
 * @param order empty if it concerns none
 */
public record DiscrepancyItem(
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
    public static DiscrepancyItem of(Discrepancy discrepancy, Texts texts, Formats formats) {
        return new DiscrepancyItem(
                discrepancy.id(),
                PaymentKey.of(discrepancy.payment()),
                PaymentRow.name(discrepancy.payment()),
                discrepancy.kind().label(formats.locale()),
                discrepancy.kind().remedy(formats.locale()),
                formats.money(discrepancy.amount()),
                discrepancy.shop(),
                discrepancy.orderId() == null ? "" : discrepancy.orderId(),
                formats.dateTime(discrepancy.firstSeenAt()),
                new Badge(
                        texts.text("discrepancy.state." + discrepancy.state()),
                        discrepancy.state() == Discrepancy.State.OPEN ? "alarm" : "calm"));
    }
}
