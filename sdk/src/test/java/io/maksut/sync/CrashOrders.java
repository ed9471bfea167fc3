package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.shop.RefundWish;

/** What people and callers have a process do, as lines of its input. */
final class CrashOrders {
    private CrashOrders() {}

    /** Somebody at the portal refunds directly. */
    static String refund(PaymentId payment, Money amount, String clerk) {
        return String.join(" ", "refund", payment.toString(), "" + amount.minorUnits(), clerk);
    }

    /** Somebody states that the shop's refund failed. */
    static String state(PaymentId payment, Money amount, String clerk) {
        return String.join(" ", "state", payment.toString(), "" + amount.minorUnits(), clerk);
    }

    /** A caller has the shop make a refund. */
    static String start(RefundWish wish) {
        return String.join(
                " ", "start", wish.payment().toString(), "" + wish.amount().minorUnits(), wish.id(), wish.orderId());
    }

    /** Whoever gets an exception was told what it means, and does not know more than one whose process died. */
    static void carryOut(RefundSync sync, String order) {
        String[] words = order.split(" ", -1);
        PaymentId payment = PaymentId.parse(words[1]);
        Money amount = Money.ofMinor("EUR", Long.parseLong(words[2]));
        try {
            if (words[0].equals("start")) {
                LedgerOperation unused =
                        sync.start("shop", new RefundWish(words[3], words[4], payment, amount, "a page is missing"));
            } else if (words[0].equals("state")) {
                sync.statements().shopRefundFailed(payment, amount, words[3], "the shop said so");
            } else if (sync.desk().decide(payment, amount, words[3], "the customer asked")
                    instanceof RefundDecision.Allowed allowed) {
                DirectRefund unused = sync.desk().execute(allowed.permit());
            }
        } catch (MaksutException e) {
            System.err.println("Not carried out, or unknown: " + e.getMessage());
        }
    }
}
