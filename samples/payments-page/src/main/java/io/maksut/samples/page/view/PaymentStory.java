package io.maksut.samples.page.view;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.samples.page.access.Audit;
import io.maksut.samples.page.merchant.Merchant;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.LedgerEvent;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.SetAside;
import io.maksut.webhook.InboxDelivery;
import java.util.List;
import java.util.stream.Stream;

/**
 * What ledger, inbox and audit add to a payment.
 *
 * @param refunds in the ledger, the oldest first
 * @param discrepancies that are not over
 * @param statements what stands on record
 * @param setAside whether something about it cannot be read by this version
 */
public record PaymentStory(
        List<TimelineEntry> timeline,
        List<RefundItem> refunds,
        List<DiscrepancyItem> discrepancies,
        List<Fact> statements,
        boolean setAside) {
    private static final int LONGEST = 500;

    public static PaymentStory of(Payment payment, Merchant merchant, Audit audit, Texts texts, Formats formats) {
        PaymentId id = payment.id();
        List<LedgerOperation> refunds = merchant.sync().ledger().refundsOf(id);
        try (Stream<InboxDelivery> deliveries = merchant.inbox().history(id.account(), id.reference());
                Stream<LedgerEvent> events = merchant.sync().ledger().history(id);
                Stream<SetAside> aside = merchant.sync().ledger().setAside()) {
            return new PaymentStory(
                    Timeline.of(
                            payment,
                            deliveries.limit(LONGEST),
                            events.limit(LONGEST),
                            refunds,
                            audit.of(PaymentKey.of(id)),
                            texts,
                            formats),
                    refunds.stream()
                            .map(it -> RefundItem.of(it, merchant.sync(), texts, formats))
                            .toList(),
                    merchant.sync().ledger().discrepanciesOf(id).stream()
                            .filter(it -> it.state() != Discrepancy.State.GONE)
                            .map(it -> DiscrepancyItem.of(it, texts, formats))
                            .toList(),
                    merchant.sync().statements().of(id).stream()
                            .map(it -> new Fact(it.author() + ", " + formats.dateTime(it.at()), it.text()))
                            .toList(),
                    aside.anyMatch(it -> it.ofPayment().filter(id::equals).isPresent()));
        }
    }
}
