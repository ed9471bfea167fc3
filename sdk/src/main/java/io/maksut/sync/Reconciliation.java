package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Late;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what shop, ledger and gateway say of one payment, each read just now. Pure. It compares sums, as a gateway
 * may not list its refunds, and single refunds by their ids, never by amount or time (domain 4, invariant 7).
 */
final class Reconciliation {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Payment payment;
    private final List<LedgerOperation> refunds;
    private final List<LedgerOperation> captures;
    private final Set<Long> tooLateToLower;
    private final List<GoneOrder> goneOrders;
    private final Money cameBack;
    private final List<Mismatch> mismatches = new ArrayList<>();
    /** Refunds whose record was lost and entered again by hand, and those records: each pair is one refund. */
    private final Set<Long> madeUp = new HashSet<>();

    private Reconciliation(
            Payment payment,
            List<LedgerOperation> refunds,
            List<LedgerOperation> captures,
            Set<Long> tooLateToLower,
            List<GoneOrder> goneOrders,
            Money cameBack) {
        this.payment = payment;
        this.captures = captures;
        this.tooLateToLower = tooLateToLower;
        this.cameBack = cameBack;
        this.refunds = refunds;
        this.goneOrders = goneOrders;
    }

    /** An order that the ledger knows and the shop no longer has. */
    record GoneOrder(String shop, String orderId) {}

    /**
     * Whether something is under way, so that a reconciliation would prove nothing. What has been unfinished in the
     * shop or at the gateway for a day no longer counts.
     */
    static boolean tooEarly(Payment payment, List<LedgerOperation> refunds, Instant now) {
        return refunds.stream().anyMatch(refund -> refund.state.inFlight() && !waitsUnsent(refund))
                || refunds.stream().anyMatch(refund -> !waitsUnsent(refund) && unfinishedInShop(refund, now))
                || payment.refunds().stream().anyMatch(refund -> unfinished(refund, now));
    }

    /** Whether certainly nothing was sent and the refund waits for a person, perhaps for days. */
    private static boolean waitsUnsent(LedgerOperation refund) {
        return refund.state == LedgerOperation.State.PENDING && refund.reviewReason != null;
    }

    /**
     * Finds all differences.
     *
     * @param refunds the ledger's, with what the shops show of them
     * @param captures the ledger's
     * @param tooLateToLower refunds before capture that a late capture was not judged with ({@link LateReservations})
     * @param cameBack what a person has accepted as come back
     */
    static List<Mismatch> of(
            Payment payment,
            List<LedgerOperation> refunds,
            List<LedgerOperation> captures,
            Set<Long> tooLateToLower,
            List<GoneOrder> goneOrders,
            Money cameBack) {
        Reconciliation reconciliation =
                new Reconciliation(payment, refunds, captures, tooLateToLower, goneOrders, cameBack);
        reconciliation.pairLostRecords();
        reconciliation.currencies();
        if (RefundedSum.told(payment) && !reconciliation.nothingTaken()) {
            reconciliation.sums();
            reconciliation.shopTotal();
        }
        reconciliation.singleRefunds();
        reconciliation.dispute();
        reconciliation.orders();
        return List.copyOf(reconciliation.mismatches);
    }

    /** Pairs a lost refund with a record by hand of its amount, first seen after the loss ({@link LostRecords}). */
    private void pairLostRecords() {
        for (LedgerOperation lost : refunds) {
            if (lost.kind == Kind.REQUESTED && lost.state == State.SUCCEEDED && lost.seen != null && lost.seen.gone()) {
                refunds.stream()
                        .filter(it -> isByHand(it))
                        .filter(it -> !madeUp.contains(it.id) && it.createdAt.isAfter(lost.seen.at()))
                        .filter(it -> amount(it).equals(lost.amount))
                        .findFirst()
                        .ifPresent(it -> madeUp.addAll(List.of(lost.id, it.id)));
            }
        }
    }

    /** Whether nothing is captured yet: a refund in the shop then only lowers what is captured. */
    private boolean nothingTaken() {
        return payment.status() == PaymentStatus.AUTHORISED
                && payment.amounts().captured().isZero();
    }

    private boolean onlyInShop(LedgerOperation refund) {
        return paidInShopOnly(refund) && !madeUp.contains(refund.id);
    }

    private void currencies() {
        for (LedgerOperation refund : refunds) {
            Seen seen = refund.seen;
            if (seen != null && showsMoney(refund) && !seen.amount().sameCurrency(zero())) {
                add(DiscrepancyKind.CURRENCY_DIFFERS, refund, seen.amount());
            }
        }
    }

    /**
     * Compares sums. Every refund that the ledger knows as paid, or that only the shop shows as paid, has to be at the
     * gateway. A record by hand may stand for money that staff refunded there, but not while a refund of the payment is
     * watched, whose money that may be.
     */
    private void sums() {
        Money gateway = RefundedSum.atGateway(payment, refunds, captures);
        Money ledger = GatewaySums.moved(refunds, zero());
        Money loweredNothing = loweredNothing();
        Money shown = ledger.plus(sum(this::onlyInShop)).plus(loweredNothing);
        Money byHand = sum(refund -> onlyInShop(refund) && isByHand(refund)).plus(loweredNothing);
        Money explained =
                refunds.stream().anyMatch(refund -> refund.watchedUntil != null) ? shown.minus(byHand) : shown;
        if (gateway.compareTo(explained) > 0) {
            whole(more(), gateway.minus(explained));
        } else if (cameBack.isPositive() && gateway.compareTo(explained.minus(cameBack)) > 0) {
            // What came back was accepted, and the gateway shows more as refunded than what is left without it.
            whole(DiscrepancyKind.REFUND_CAME_BACK, cameBack);
            whole(more(), gateway.minus(explained.minus(cameBack)));
        } else if (gateway.compareTo(ledger) < 0) {
            whole(DiscrepancyKind.REFUND_CAME_BACK, ledger.minus(gateway));
        } else if (gateway.compareTo(shown) < 0) {
            Money missing = shown.minus(gateway);
            whole(
                    missing.compareTo(byHand) <= 0
                            ? DiscrepancyKind.RECORDED_WITHOUT_MONEY
                            : DiscrepancyKind.ONLY_IN_SHOP,
                    missing);
        }
    }

    /** What it is that the gateway shows more as refunded than is explained. */
    private DiscrepancyKind more() {
        return RefundedSum.mayBeNeverCaptured(payment, refunds, captures)
                ? DiscrepancyKind.REFUNDED_OR_NOT_CAPTURED
                : DiscrepancyKind.ONLY_AT_GATEWAY;
    }

    /**
     * How much of the refunds before capture was captured all the same, past this engine or by an attempt that it had
     * taken for not made: they lowered nothing, and their money has to go back to the customer like any other. The other
     * captures of the engine were judged with those refunds. A late capture of all that was left of an order was judged
     * without the refunds that ended after its attempt was stored. For all else only the authorised sum tells: what a
     * refund has lowered is left uncaptured.
     */
    private Money loweredNothing() {
        Money lowered = sum(Reconciliation::lowers);
        Money tooLate = sum(refund -> lowers(refund) && tooLateToLower.contains(refund.id));
        Money made = captures.stream()
                .filter(it -> it.state == LedgerOperation.State.SUCCEEDED && it.late == null)
                .map(it -> it.amount)
                .filter(zero()::sameCurrency)
                .reduce(zero(), Money::plus);
        Money captured = RefundedSum.captured(payment, refunds, captures);
        Money tooMuch = captured.plus(lowered).minus(payment.amounts().authorised());
        Money owed = tooLate.compareTo(tooMuch) > 0 ? tooLate : tooMuch;
        Money most = Stream.of(lowered, captured.minus(made), owed)
                .min(Money::compareTo)
                .orElseThrow();
        return most.isPositive() ? most : zero();
    }

    private static boolean lowers(LedgerOperation refund) {
        return refund.beforeCapture() && (refund.seen == null || !refund.seen.gone());
    }

    private void singleRefunds() {
        for (LedgerOperation refund : refunds) {
            if (PaidTwice.stands(refund)) {
                add(DiscrepancyKind.PAID_TWICE, refund, amount(refund));
            }
            recordOf(refund)
                    .filter(record -> !record.amount.equals(refund.amount))
                    .ifPresent(record -> add(DiscrepancyKind.AMOUNTS_DIFFER, refund, record.amount));
            Seen seen = refund.seen;
            if (refund.late != null) {
                add(
                        refund.late == Late.TWICE ? DiscrepancyKind.PAID_AGAIN_LATE : DiscrepancyKind.PAID_LATE,
                        refund,
                        refund.amount);
            }
            if (seen == null) {
                continue;
            }
            boolean shopHasIt = !seen.gone();
            if (!shopHasIt && madeUp.contains(refund.id)) {
                continue;
            }
            if (!shopHasIt && (refund.state == State.SUCCEEDED || seen.state() == ShopRefund.State.SUCCEEDED)) {
                add(DiscrepancyKind.GONE_FROM_SHOP, refund, refund.amount);
            }
            if (shopHasIt && !isRecordOfNothing(refund, seen) && !seen.amount().equals(refund.amount)) {
                add(DiscrepancyKind.AMOUNTS_DIFFER, refund, seen.amount());
            }
            if (shopHasIt && refund.state == State.SUCCEEDED && failedInShop(seen)) {
                add(DiscrepancyKind.SHOP_SAYS_FAILED, refund, refund.amount);
            }
            if (shopHasIt && refund.state == State.DECLINED && seen.state() == ShopRefund.State.SUCCEEDED) {
                add(DiscrepancyKind.SHOP_SAYS_DONE, refund, refund.amount);
            }
        }
    }

    /** Whether the amounts need not agree: an observed refund has only the shop's, and a record may have none. */
    private static boolean isRecordOfNothing(LedgerOperation refund, Seen seen) {
        return refund.kind == Kind.OBSERVED
                || (refund.kind == Kind.DIRECT && seen.amount().isZero());
    }

    private void shopTotal() {
        Money inShop = sum(refund -> showsMoney(refund) && !refund.beforeCapture());
        Money captured = RefundedSum.captured(payment, refunds, captures);
        if (inShop.compareTo(captured) > 0) {
            whole(DiscrepancyKind.SHOP_TOTAL_EXCEEDED, inShop.minus(captured));
        }
    }

    private void dispute() {
        // After a lost dispute the customer keeps that money, so the discrepancy stays.
        boolean disputed = payment.chargebackOpen()
                || payment.status() == PaymentStatus.CHARGED_BACK
                || payment.lostInDisputes().isPresent();
        Money paid = sum(refund -> refund.state == State.SUCCEEDED || onlyInShop(refund));
        if (disputed && paid.isPositive()) {
            whole(DiscrepancyKind.CHARGED_BACK_AFTER_REFUND, paid);
        }
    }

    private void orders() {
        Money refunded = RefundedSum.atGateway(payment, refunds, captures);
        for (GoneOrder order : goneOrders) {
            if (refunded.isPositive()) {
                mismatches.add(new Mismatch(
                        DiscrepancyKind.ORDER_GONE, order.shop(), order.orderId(), refunded, order.orderId()));
            }
        }
    }

    /** The sum in the payment's currency; other currencies are discrepancies of their own. */
    private Money sum(Predicate<LedgerOperation> which) {
        return refunds.stream()
                .filter(which)
                .map(Reconciliation::amount)
                .filter(amount -> amount.sameCurrency(zero()))
                .reduce(zero(), Money::plus);
    }

    /** The amount that counts: the shop's for an observed refund, else the ledger's. */
    private static Money amount(LedgerOperation refund) {
        Seen seen = refund.seen;
        return refund.kind == Kind.OBSERVED && seen != null ? seen.amount() : refund.amount;
    }

    /** Whether only the shop knows the refund, and counts it as refunded. */
    private static boolean paidInShopOnly(LedgerOperation refund) {
        return refund.kind == Kind.OBSERVED && showsMoney(refund) && !refund.beforeCapture();
    }

    /** What shops show as paid by their plugins, and first showed at {@code since} or later. */
    static Money movedByShops(List<LedgerOperation> refunds, Money zero, Instant since) {
        return refunds.stream()
                .filter(refund -> paidInShopOnly(refund) && claims(refund, OrderRefund.Payout.SUCCEEDED))
                .filter(refund -> !refund.createdAt.isBefore(since))
                .map(Reconciliation::amount)
                .filter(amount -> amount.sameCurrency(zero))
                .reduce(zero, Money::plus);
    }

    /** Whether the shop recorded the refund without moving money. */
    static boolean isByHand(LedgerOperation refund) {
        return paidInShopOnly(refund) && claims(refund, OrderRefund.Payout.NONE);
    }

    private static boolean showsMoney(LedgerOperation refund) {
        Seen seen = refund.seen;
        return seen != null && !seen.gone() && seen.state() == ShopRefund.State.SUCCEEDED;
    }

    private static boolean claims(LedgerOperation refund, OrderRefund.Payout payout) {
        return refund.seen != null && refund.seen.payout() == payout;
    }

    private static boolean failedInShop(Seen seen) {
        return seen.state() == ShopRefund.State.FAILED || seen.state() == ShopRefund.State.NOT_SUPPORTED;
    }

    private static boolean unfinishedInShop(LedgerOperation refund, Instant now) {
        Seen seen = refund.seen;
        return seen != null
                && !seen.gone()
                && seen.at().plus(LONGEST_WAIT).isAfter(now)
                && (seen.state() == ShopRefund.State.PENDING || seen.state() == ShopRefund.State.UNKNOWN);
    }

    private static boolean unfinished(Refund refund, Instant now) {
        Instant created = refund.created();
        boolean waits = created != null && created.plus(LONGEST_WAIT).isAfter(now);
        return waits && (refund.state() == RefundState.PROCESSING || refund.state() == RefundState.UNKNOWN);
    }

    private Money zero() {
        return Money.zero(payment.amounts().currency());
    }

    private void whole(DiscrepancyKind kind, Money amount) {
        String shop = refunds.stream()
                .map(refund -> refund.shop)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
        mismatches.add(new Mismatch(kind, shop, "", amount, order()));
    }

    private @Nullable String order() {
        return refunds.stream()
                .map(refund -> refund.orderId)
                .filter(id -> id != null)
                .findFirst()
                .orElse(null);
    }

    /** The request that a person declared to be the record of this direct refund, or the record that we write. */
    private Optional<LedgerOperation> recordOf(LedgerOperation direct) {
        return refunds.stream()
                .filter(it -> Objects.equals(it.recordOf, direct.id))
                .findFirst();
    }

    private void add(DiscrepancyKind kind, LedgerOperation refund, Money amount) {
        mismatches.add(mismatch(kind, refund, amount));
    }

    static Mismatch mismatch(DiscrepancyKind kind, LedgerOperation refund, Money amount) {
        return new Mismatch(kind, refund.shop, refund.key, amount, refund.orderId);
    }
}
