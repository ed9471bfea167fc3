package io.maksut.sync;

import io.maksut.payment.Amounts;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
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
import java.util.stream.Stream;

/**
 * What a gateway shows as refunded of a payment, and how much of it is explained: by what the gateway confirmed to this
 * ledger, by what shops show as paid by their plugins, and by what a person has accepted on record (domain 3,
 * "Unexplained money"). Only sums count: neither time nor the order of attempts proves whose money it is. Pure.
 *
 * @param atGateway what is refunded, in the currency of the payment
 * @param explained how much of it is explained; above {@code atGateway} if the gateway lags, or money came back
 * @param byWord the amounts of refunds that a person closed as paid; each may be at the gateway or not
 * @param cameBack what a person has accepted as come back
 * @param certain whether the shop shows no refund of doubtful payout, the gateway none under way, and nothing stands under
 *     a name that may be the payment's
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
     * @param captures all captures of the payment
     * @param onRecord in the payment's currency
     */
    static RefundedSum of(
            Payment payment, List<LedgerOperation> refunds, List<LedgerOperation> captures, OnRecord onRecord) {
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
                atGateway(payment, refunds, captures),
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
     * What is refunded now. A gateway may count what was never captured as captured and refunded once something is
     * refunded (EveryPay): that part is taken off, as far as it is known.
     *
     * @param refunds all refunds of the payment
     * @param captures all captures of the payment
     */
    static Money atGateway(Payment payment, List<LedgerOperation> refunds, List<LedgerOperation> captures) {
        Amounts now = payment.amounts();
        Money never = neverCaptured(payment, refunds, captures);
        return now.refunded().compareTo(never) >= 0 ? now.refunded().minus(never) : now.refunded();
    }

    /** What was captured, without the part that {@link #atGateway} takes off. */
    static Money captured(Payment payment, List<LedgerOperation> refunds, List<LedgerOperation> captures) {
        Amounts now = payment.amounts();
        return now.captured().minus(now.refunded().minus(atGateway(payment, refunds, captures)));
    }

    /**
     * How much more is shown as captured than an attempt that found nothing left to capture has found, or than the
     * gateway has confirmed to this ledger where it captures once.
     */
    private static Money neverCaptured(Payment payment, List<LedgerOperation> refunds, List<LedgerOperation> captures) {
        Amounts now = payment.amounts();
        Money zero = Money.zero(now.currency());
        if (now.capturable().isPositive()) {
            return zero;
        }
        Money never = foundCaptured(refunds, zero)
                .map(before -> now.captured().minus(before.captured()))
                .max(Money::compareTo)
                .orElse(zero);
        Money confirmed = KnownCaptures.of(captures, zero).confirmed();
        if (confirmed.isPositive() && !payment.capabilities().capturesRestOfSettled()) {
            Money rest = now.captured().minus(confirmed);
            never = rest.compareTo(never) > 0 ? rest : never;
        }
        return never.isPositive() ? never : zero;
    }

    /**
     * Whether what the gateway shows as refunded may be, in whole or in part, what was never captured, and nothing
     * tells how much. So it is where an authorisation is captured once, all of it reads as captured beside a refund, and
     * the ledger has neither captured it nor seen it between capture and refund.
     *
     * @param refunds all refunds of the payment
     * @param captures all captures of the payment
     */
    static boolean mayBeNeverCaptured(Payment payment, List<LedgerOperation> refunds, List<LedgerOperation> captures) {
        Amounts now = payment.amounts();
        Money zero = Money.zero(now.currency());
        boolean asIfWhole = now.refunded().isPositive() && now.captured().equals(now.authorised());
        boolean capturedOnce = !payment.capabilities().capturesRestOfSettled()
                && payment.capabilities()
                        .actions(payment.method(), payment.methodName().orElse(null))
                        .contains(PaymentAction.CAPTURE);
        boolean seenBetween = foundCaptured(refunds, zero)
                .anyMatch(it -> it.captured().isPositive() && it.refunded().isZero());
        return asIfWhole
                && capturedOnce
                && !seenBetween
                && !KnownCaptures.of(captures, zero).confirmed().isPositive();
    }

    /** What the attempts found that found nothing left to capture. */
    private static Stream<Amounts> foundCaptured(List<LedgerOperation> refunds, Money zero) {
        return refunds.stream()
                .flatMap(it -> Stream.ofNullable(it.attempt))
                .map(Attempt::before)
                .filter(it -> it.capturable().isZero() && it.authorised().sameCurrency(zero));
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

    /** The same sums where more may explain them than was read. */
    RefundedSum doubted() {
        return new RefundedSum(atGateway, explained, byWord, cameBack, false);
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
