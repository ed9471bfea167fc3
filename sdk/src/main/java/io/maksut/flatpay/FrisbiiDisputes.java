package io.maksut.flatpay;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import java.util.Set;

/**
 * The disputes of a payment: while one is open nothing is refunded; one that the customer won takes its amount from what is
 * left and blocks nothing more. Frisbii tells no currency of them, it is the invoice's; what they do to the invoice's amounts
 * is not documented, so those are left as they are told.
 *
 * @param lost what went to the customer in all; zero if none was lost
 */
record FrisbiiDisputes(boolean open, Money lost) {
    private static final String OVER = "resolved";
    /** Sums of a page stay far within a long. */
    private static final long MOST = 1_000_000_000_000_000L;
    /** Outcomes that take nothing from the merchant; any other, also one that is not told or not known, takes its amount. */
    private static final Set<String> KEPT = Set.of("merchant_favor", "cancelled_by_customer", "provider_payout");

    /** Reads a page of the list of disputes. */
    static FrisbiiDisputes of(Payment payment, JsonDocument page) {
        boolean open = false;
        Money lost = Money.zero(payment.amounts().currency());
        for (JsonDocument dispute : page.objects("content")) {
            if (dispute.text("invoice").filter(payment.id().reference()::equals).isEmpty()) {
                continue;
            }
            if (dispute.text("state").filter(OVER::equals).isEmpty()) {
                open = true;
            } else if (dispute.text("outcome").filter(KEPT::contains).isEmpty()) {
                lost = lost.plus(taken(dispute, lost));
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
