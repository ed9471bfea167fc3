package io.maksut.samples.page.view;

import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.sync.SetAside;
import io.maksut.webhook.InboxDelivery;
import java.util.Map;

/**
 * A record that this version cannot read, and so leaves as it is.
 *
 * @param what it is, with its number
 * @param paymentKey the payment's name in addresses; empty if it is not known whose record it is
 * @param about the payment, or what else is known; may be empty
 */
public record SetAsideItem(String what, String paymentKey, String about, String since) {
    private static final Map<String, String> KINDS = Map.of(
            "maksut_payment_claim", "payment",
            "maksut_operation", "refund",
            "maksut_discrepancy", "discrepancy",
            "maksut_decision", "decision",
            "maksut_statement", "statement");

    public static SetAsideItem of(SetAside record, Texts texts, Formats formats) {
        String kind = KINDS.getOrDefault(record.table(), "record");
        return new SetAsideItem(
                texts.text("aside." + kind, record.rowId()),
                record.ofPayment().map(PaymentKey::of).orElse(""),
                record.ofPayment().map(PaymentRow::name).orElse(""),
                formats.dateTime(record.foundAt()));
    }

    public static SetAsideItem of(InboxDelivery delivery, Texts texts, Formats formats) {
        return new SetAsideItem(
                texts.text("aside.delivery", Long.toString(delivery.id())),
                "",
                delivery.source() + delivery.subject().map(it -> " · " + it).orElse(""),
                formats.dateTime(delivery.receivedAt()));
    }
}
