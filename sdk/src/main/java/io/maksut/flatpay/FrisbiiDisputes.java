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
 * @param lost what went to the customer in all; zero if none was lost
 */
record FrisbiiDisputes(boolean open, Money lost) {
    private static final Logger LOG = LoggerFactory.getLogger(FrisbiiDisputes.class);
    private static final String OVER = "resolved";
    /** Sums of a page stay far within a long. */
    private static final long MOST = 1_000_000_000_000_000L;
    /** Outcomes that take nothing from the merchant; any other, also one that is not told or not known, takes its amount. */
    private static final Set<String> KEPT = Set.of("merchant_favor", "cancelled_by_customer", "provider_payout");

    /** Reads a page of the list of disputes. */
    static FrisbiiDisputes of(Payment payment, JsonDocument page) {
        boolean open = false;
        Money lost = Money.zero(payment.amounts().currency());
        for (JsonDocument dispute : page.elements("content")) {
            // It was asked for by its invoice: one that does not show another is taken for this one's.
            Optional<String> invoice = dispute.plainText("invoice");
            if (invoice.isPresent() && !invoice.get().equals(payment.id().reference())) {
                continue;
            }
            if (dispute.plainText("state").filter(OVER::equals).isEmpty()) {
                open = true;
            } else if (dispute.plainText("outcome").filter(KEPT::contains).isEmpty()) {
                try {
                    lost = lost.plus(taken(dispute, lost));
                } catch (JsonFormatException | ArithmeticException e) {
                    // What was taken is not known: nothing may be given back, and the others stand.
                    LOG.warn("a dispute of {} cannot be read", payment.id());
                    open = true;
                }
            }
        }
        return new FrisbiiDisputes(open, lost);
    }

    /** What the outcome says; else all that was disputed. */
    private static Money taken(JsonDocument dispute, Money zero) {
        long minorUnits = dispute.integer("outcome_amount").orElseGet(() -> dispute.requiredInteger("amount"));
        if (minorUnits < 0 || minorUnits > MOST) {
            throw new JsonFormatException("no amount of a dispute");
        }
        return Money.ofMinor(zero.currency(), minorUnits);
    }

    /** The payment with what the disputes do to it. */
    Payment on(Payment payment) {
        Payment.Builder disputed = payment.toBuilder().chargebackOpen(open);
        return lost.isZero()
                ? disputed.build()
                : disputed.lostInDisputes(lost)
                        .amounts(payment.amounts().lessToGiveBack(lost))
                        .build();
    }
}
