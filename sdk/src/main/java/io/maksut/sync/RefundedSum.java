package io.maksut.sync;

import io.maksut.payment.Amounts;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.portal.Attempt;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.sync.LedgerOperation.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a gateway shows as refunded of a payment, and how much of it is explained: by what the gateway confirmed to this
 * ledger, by what shops show as paid by their plugins, and by what a person has accepted on record (domain 3,
 * "Unexplained money"). Only sums count: neither time nor the order of attempts proves whose money it is. Pure.
 *
 * @param atGateway what is refunded, in the currency of the payment
 * @param explained how much of it is explained; above {@code atGateway} if the gateway lags, or money came back
 * @param byWord the amounts of refunds that a person closed as paid; each may be at the gateway or not
 * @param cameBack what a person has accepted as come back
 * @param certain whether the shop shows no refund of doubtful payout, and the gateway none under way
 */
record RefundedSum(Money atGateway, Money explained, List<Money> byWord, Money cameBack, boolean certain) {
    /** The search over subsets of amounts stops at so many. */
    private static final int MOST_TOLD_APART = 12;

    private static final Set<PaymentStatus> TELLING = EnumSet.of(
            PaymentStatus.AUTHORISED, PaymentStatus.SETTLED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED);

    /** What people put on record: {@code more} explains money, {@code cameBack} says that money came back. */
    record OnRecord(Money more, Money cameBack) {}

    /**
     * @param refunds all refunds of the payment, with what the shops show of them
     * @param onRecord in the payment's currency
     */
    static RefundedSum of(Payment payment, List<LedgerOperation> refunds, OnRecord onRecord) {
        Money zero = Money.zero(payment.amounts().currency());
        Money confirmed = sum(refunds, zero, it -> !it.succeededByWord());
        Money byShops = refunds.stream()
                .filter(it -> isShown(it) && it.seen != null && it.seen.payout() == OrderRefund.Payout.SUCCEEDED)
                .map(RefundedSum::shownAmount)
                .filter(zero::sameCurrency)
                .reduce(zero, Money::plus);
        List<Money> byWord = refunds.stream()
                .filter(it -> it.succeededByWord())
                .map(it -> it.amount)
                .filter(zero::sameCurrency)
                .toList();
        boolean doubtful = refunds.stream()
                .anyMatch(it -> isShown(it) && it.seen != null && it.seen.payout() != OrderRefund.Payout.SUCCEEDED);
        boolean underWay = payment.refunds().stream()
                .map(Refund::state)
                .anyMatch(it -> it != RefundState.REFUNDED && it != RefundState.FAILED);
        return new RefundedSum(
                atGateway(payment.amounts(), refunds),
                confirmed.plus(byShops).plus(onRecord.more()).minus(onRecord.cameBack()),
                byWord,
                onRecord.cameBack(),
                !doubtful && !underWay);
    }

    /** Whether the gateway tells in this status what is refunded. */
    static boolean told(Payment payment) {
        return TELLING.contains(payment.status());
    }

    /**
     * What is refunded now. A gateway may count what was never captured as refunded once something is (EveryPay): that
     * part is the rise of "captured" since an attempt that found nothing left to capture, and it is taken off.
     */
    static Money atGateway(Amounts now, List<LedgerOperation> refunds) {
        Money never = Money.zero(now.currency());
        for (LedgerOperation refund : refunds) {
            Attempt attempt = refund.attempt;
            if (attempt != null && attempt.amount().sameCurrency(never)) {
                Amounts before = attempt.before();
                boolean closed =
                        before.capturable().isZero() && now.capturable().isZero();
                Money more = now.captured().minus(before.captured());
                never = closed && more.compareTo(never) > 0 ? more : never;
            }
        }
        return now.refunded().compareTo(never) >= 0 ? now.refunded().minus(never) : now.refunded();
    }

    /** What was captured, without the part that {@link #atGateway} takes off. */
    static Money captured(Amounts now, List<LedgerOperation> refunds) {
        return now.captured().minus(now.refunded().minus(atGateway(now, refunds)));
    }

    private static Money sum(List<LedgerOperation> refunds, Money zero, Predicate<LedgerOperation> which) {
        return refunds.stream()
                .filter(which)
                .map(LedgerOperation::moneyMoved)
                .filter(zero::sameCurrency)
                .reduce(zero, Money::plus);
    }

    private static boolean isShown(LedgerOperation refund) {
        return refund.state == State.OBSERVED
                && refund.seen != null
                && !refund.seen.gone()
                && refund.seen.state() == ShopRefund.State.SUCCEEDED;
    }

    private static Money shownAmount(LedgerOperation refund) {
        return refund.seen == null ? refund.amount : refund.seen.amount();
    }

    /** What is refunded beyond what is explained; negative where the gateway shows less. */
    Money rest() {
        return atGateway.minus(explained);
    }

    /** Whether the gateway shows less than is explained: it lags, or money came back. */
    boolean isShort() {
        return rest().isNegative();
    }

    /**
     * Whether everything is explained, and nothing of it can be the money of a watched refund.
     *
     * @param watched refunds that count as unpaid, and whose money may still turn up
     */
    boolean isExplained(List<LedgerOperation> watched) {
        Money rest = rest();
        if (rest.isNegative() || (cameBack.isPositive() && !watched.isEmpty())) {
            return false;
        }
        List<Money> amounts = amounts(watched);
        boolean explained = rest.isZero() || (byWord.size() <= MOST_TOLD_APART && ways(byWord, rest) > 0);
        return explained && (amounts.isEmpty() || waysWith(amounts, byWord, rest) == 0);
    }

    /** Whether the money of this refund may be in the unexplained rest. */
    boolean mayBe(LedgerOperation refund) {
        if (!refund.amount.sameCurrency(atGateway) || cameBack.isPositive() || isShort()) {
            return true;
        }
        return rest().compareTo(refund.amount) >= 0;
    }

    /** Whether the rest can only be this refund's money: exactly its amount, and no other explanation is possible. */
    boolean isOnly(LedgerOperation refund, List<LedgerOperation> watched) {
        return certain
                && cameBack.isZero()
                && byWord.isEmpty()
                && refund.saidAnotherAt == null
                && refund.amount.sameCurrency(atGateway)
                && rest().equals(refund.amount)
                && ways(amounts(watched), rest()) == 1;
    }

    private List<Money> amounts(List<LedgerOperation> refunds) {
        return refunds.stream()
                .map(it -> it.amount)
                .filter(atGateway::sameCurrency)
                .toList();
    }

    /** In how many ways some of these amounts make up the sum; 2, "not certain", where there are too many to try. */
    static int ways(List<Money> amounts, Money sum) {
        if (amounts.size() > MOST_TOLD_APART) {
            return 2;
        }
        int ways = 0;
        for (int some = 1; some < 1 << amounts.size(); some++) {
            ways += total(amounts, some, sum).equals(sum) ? 1 : 0;
        }
        return ways;
    }

    /** As {@link #ways}, with at least one of {@code needed} among them. */
    private static int waysWith(List<Money> needed, List<Money> others, Money sum) {
        if (needed.size() + others.size() > MOST_TOLD_APART) {
            return 1;
        }
        int ways = 0;
        for (int some = 1; some < 1 << needed.size(); some++) {
            Money left = sum.minus(total(needed, some, sum));
            ways += left.isZero() || ways(others, left) > 0 ? 1 : 0;
        }
        return ways;
    }

    private static Money total(List<Money> amounts, int some, Money like) {
        Money total = Money.zero(like.currency());
        for (int i = 0; i < amounts.size(); i++) {
            if ((some >> i & 1) == 1) {
                total = total.plus(amounts.get(i));
            }
        }
        return total;
    }
}
