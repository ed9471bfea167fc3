package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.refund.ShopRefund;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.shop.OrderRefund;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether money at the gateway belongs to a shop refund that failed (domain 3, rows 3, 5 and 6). A gateway tells
 * how much went back, seldom for what; so all that is known to have gone back is set against it. Pure.
 *
 * <ul>
 *   <li>Refunds of this ledger, or on a person's word, account for all of it: none is the failed one's.
 *   <li>They do with those that the shop's plugin reported as paid: none is the failed one's, unless the shop shows
 *       others whose payout is in doubt.
 *   <li>Exactly the failed amount is left over, and only one refund failed: it moved; unless that may be what was never
 *       captured.
 *   <li>Anything else is uncertain.
 * </ul>
 */
final class RefundMatching {
    private final Money atGateway;
    private final Money made;
    private final Money claimed;
    private final boolean doubtful;
    private final boolean mayBeNeverCaptured;

    /**
     * @param ledger all refunds of the payment, with what the shops show of them
     * @param captures all captures of the payment
     * @param accepted what people put on record of the gateway's sum; null if nothing
     */
    RefundMatching(
            Payment payment, List<LedgerOperation> ledger, List<LedgerOperation> captures, @Nullable Money accepted) {
        atGateway = RefundedSum.atGateway(payment, ledger, captures);
        mayBeNeverCaptured = RefundedSum.mayBeNeverCaptured(payment, ledger, captures);
        Money zero = Money.zero(atGateway.currency());
        made = GatewaySums.moved(ledger, zero).plus(accepted == null ? zero : accepted);
        List<LedgerOperation> shopOnly = ledger.stream()
                .filter(refund -> refund.kind == LedgerOperation.Kind.OBSERVED && succeeded(refund))
                .toList();
        claimed = shopOnly.stream()
                .filter(refund -> refund.seen != null && refund.seen.payout() == OrderRefund.Payout.SUCCEEDED)
                .filter(refund -> refund.amount.sameCurrency(zero))
                .map(refund -> refund.amount)
                .reduce(zero, Money::plus);
        doubtful = shopOnly.stream()
                .anyMatch(refund -> refund.seen != null && refund.seen.payout() != OrderRefund.Payout.SUCCEEDED);
    }

    /** @param onlyFailure whether no other refund of the payment failed in the shop */
    Attribution of(Money failed, boolean onlyFailure) {
        if (atGateway.equals(made)) {
            return Attribution.NONE_CERTAIN;
        }
        if (doubtful || !failed.sameCurrency(atGateway)) {
            return Attribution.UNCERTAIN;
        }
        if (atGateway.equals(made.plus(claimed))) {
            return Attribution.NONE_CERTAIN;
        }
        boolean exactly = onlyFailure
                && !mayBeNeverCaptured
                && atGateway.equals(made.plus(claimed).plus(failed));
        return exactly ? Attribution.MOVED : Attribution.UNCERTAIN;
    }

    /** What went back and was made neither by this ledger nor by the shop's plugin; not below zero. */
    Money unexplained() {
        Money explained = made.plus(claimed);
        return atGateway.compareTo(explained) > 0 ? atGateway.minus(explained) : Money.zero(atGateway.currency());
    }

    private static boolean succeeded(LedgerOperation refund) {
        return refund.seen != null && !refund.seen.gone() && refund.seen.state() == ShopRefund.State.SUCCEEDED;
    }
}
