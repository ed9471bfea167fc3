package io.maksut.flatpay;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disputes of a payment. While one is open, nothing is refunded; one that the customer won takes its amount from
 * what is left and blocks nothing more. Frisbii names no currency; it is the invoice's. What disputes do to the
 * invoice's own amounts is not documented, so captured and refunded sums stay as read.
 *
 * @param lost the sum that went to customers, in minor units; zero if none was lost
 */
record FrisbiiDisputes(boolean open, long lost) {
    private static final Logger LOG = LoggerFactory.getLogger(FrisbiiDisputes.class);
    private static final String OVER = "resolved";
    /** Bounds one amount, so that the sum of a page stays far within a long. */
    private static final long MOST = 1_000_000_000_000_000L;
    /** Outcomes that take nothing from the merchant. Any other, also a missing or unknown one, takes its amount. */
    private static final Set<String> KEPT = Set.of("merchant_favor", "cancelled_by_customer", "provider_payout");

    /** Reads a page of the list of disputes of the invoice with this handle. */
    static FrisbiiDisputes of(String handle, JsonDocument page) {
        boolean open = false;
        long lost = 0;
        for (JsonDocument dispute : page.elements("content")) {
            // The list was filtered by invoice: a dispute that names none counts as this invoice's.
            Optional<String> invoice = dispute.plainText("invoice");
            if (invoice.isPresent() && !invoice.get().equals(handle)) {
                continue;
            }
            if (dispute.plainText("state").filter(OVER::equals).isEmpty()) {
                open = true;
            } else if (dispute.plainText("outcome").filter(KEPT::contains).isEmpty()) {
                try {
                    lost += taken(dispute);
                } catch (JsonFormatException e) {
                    // How much was taken is unknown: nothing may be refunded. The other disputes still count.
                    LOG.warn("a dispute of {} cannot be read", handle);
                    open = true;
                }
            }
        }
        return new FrisbiiDisputes(open, lost);
    }

    /** The amount of the outcome or, without one, the disputed amount. */
    private static long taken(JsonDocument dispute) {
        long minorUnits = dispute.integer("outcome_amount").orElseGet(() -> dispute.requiredInteger("amount"));
        if (minorUnits < 0 || minorUnits > MOST) {
            throw new JsonFormatException("no amount of a dispute");
        }
        return minorUnits;
    }

    /** The payment, with the effect of the disputes. */
    Payment on(Payment payment) {
        Payment.Builder disputed = payment.toBuilder().chargebackOpen(open);
        if (lost == 0) {
            return disputed.build();
        }
        Money taken = Money.ofMinor(payment.amounts().currency(), lost);
        return disputed.lostInDisputes(taken)
                .amounts(payment.amounts().lessToGiveBack(taken))
                .build();
    }
}
