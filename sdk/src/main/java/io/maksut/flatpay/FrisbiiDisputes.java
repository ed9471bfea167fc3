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
 * The disputes of a payment: while one is open nothing is refunded; one that the customer won takes its amount from what is
 * left and blocks nothing more. Frisbii tells no currency of them, it is the invoice's; what they do to the invoice's amounts
 * is not documented, so those are left as they are told.
 *
 * @param lost what went to the customer in all, in minor units; zero if none was lost
 */
record FrisbiiDisputes(boolean open, long lost) {
    private static final Logger LOG = LoggerFactory.getLogger(FrisbiiDisputes.class);
    private static final String OVER = "resolved";
    /** Sums of a page stay far within a long. */
    private static final long MOST = 1_000_000_000_000_000L;
    /** Outcomes that take nothing from the merchant; any other, also one that is not told or not known, takes its amount. */
    private static final Set<String> KEPT = Set.of("merchant_favor", "cancelled_by_customer", "provider_payout");

    /** Reads a page of the list of the disputes of the invoice with this handle. */
    static FrisbiiDisputes of(String handle, JsonDocument page) {
        boolean open = false;
        long lost = 0;
        for (JsonDocument dispute : page.elements("content")) {
            // It was asked for by its invoice: one that does not show another is taken for this one's.
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
                    // What was taken is not known: nothing may be given back, and the others stand.
                    LOG.warn("a dispute of {} cannot be read", handle);
                    open = true;
                }
            }
        }
        return new FrisbiiDisputes(open, lost);
    }

    /** What the outcome says; else all that was disputed. */
    private static long taken(JsonDocument dispute) {
        long minorUnits = dispute.integer("outcome_amount").orElseGet(() -> dispute.requiredInteger("amount"));
        if (minorUnits < 0 || minorUnits > MOST) {
            throw new JsonFormatException("no amount of a dispute");
        }
        return minorUnits;
    }

    /** The payment with what the disputes do to it. */
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
