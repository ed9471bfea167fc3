package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds refunds that were paid and that the shop no longer shows. The next refund that the shop asks for may be that
 * very one: it is declined in words until the record is back (domain 4, invariant 1).
 *
 * <p>A lost record is made up for by a person who accepts the discrepancy, or by a record of the same amount that moved
 * no money and was first seen after the merchant was told of the loss. A record that was there before is another
 * refund's.
 */
final class LostRecords {
    /** A shop that was told the outcome may need so long until its order shows the refund. */
    private static final Duration SHOWS_WITHIN = Duration.ofMinutes(1);

    private LostRecords() {}

    /**
     * The first of the order's paid refunds that it does not show, and that nothing makes up for.
     *
     * @param order read, and noted in the ledger, just now
     */
    static Optional<LedgerOperation> first(
            Sql sql, long claimId, List<LedgerOperation> paid, ShopOrder order, Instant now) {
        Set<String> shown = new HashSet<>();
        for (OrderRefund refund : order.refunds()) {
            shown.add(refund.id());
            shown.addAll(refund.names());
        }
        List<OrderRefund> byHand = new ArrayList<>(order.refunds().stream()
                .filter(it -> it.money() == OrderRefund.Payout.NONE && it.portalKey() == null)
                .filter(it -> it.state() != ShopRefund.State.FAILED)
                .toList());
        for (LedgerOperation refund : paid) {
            boolean there = shown.contains(refund.key)
                    || OperationTable.names(sql, refund.id).stream().anyMatch(shown::contains);
            if (!there && !accepted(sql, claimId, refund) && !enteredByHand(sql, refund, byHand)) {
                return Optional.of(refund);
            }
        }
        return Optional.empty();
    }

    private static boolean accepted(Sql sql, long claimId, LedgerOperation refund) {
        return DiscrepancyTable.ofPayment(sql, claimId).stream()
                .flatMap(row -> row.read().stream())
                .anyMatch(it -> it.kind() == DiscrepancyKind.GONE_FROM_SHOP
                        && it.subject().equals(refund.key)
                        && it.state() == Discrepancy.State.ACCEPTED);
    }

    /** Each record made by hand makes up for one lost record. */
    private static boolean enteredByHand(Sql sql, LedgerOperation lost, List<OrderRefund> byHand) {
        Optional<Instant> told = EventTable.first(sql, lost.id, LedgerEvent.Kind.RECORD_LOST);
        if (told.isEmpty()) {
            return false;
        }
        for (OrderRefund record : byHand) {
            boolean isNew = OperationTable.byName(sql, lost.shop, record.id())
                    .map(row -> row.kind == Kind.OBSERVED && row.createdAt.isAfter(told.get()))
                    .orElse(false);
            if (isNew && record.amount().equals(lost.amount)) {
                byHand.remove(record);
                return true;
            }
        }
        return false;
    }

    /** Whether the shop was not told the outcome yet, or only just now. */
    static boolean mayStillAppear(LedgerOperation paid, Instant now) {
        boolean waitedForUs = paid.followUp != FollowUp.NONE;
        boolean fresh = paid.changedAt.plus(SHOWS_WITHIN).isAfter(now);
        return paid.followUp == FollowUp.TELL || (waitedForUs && fresh);
    }

    /** Notes that the merchant is told of the loss; from now on a record by hand makes up for it. */
    static void note(Sql sql, LedgerOperation lost, Instant now) {
        Money amount = lost.amount;
        String orderId = Optional.ofNullable(lost.orderId).orElseThrow();
        OrderRefund.Payout payout = lost.seen == null ? OrderRefund.Payout.NOT_TOLD : lost.seen.payout();
        OperationTable.seen(sql, lost.id, orderId, new Seen(ShopRefund.State.SUCCEEDED, amount, payout, now, true));
        EventTable.add(
                sql,
                lost.claimId,
                lost.id,
                now,
                LedgerEvent.Kind.RECORD_LOST,
                null,
                "the shop does not show " + lost.key);
        PaymentClaimTable.compareAt(sql, lost.claimId, now);
    }

    /** How long ago the money moved, in words. */
    static String ago(Locale locale, LedgerOperation paid, Instant now) {
        Instant at = paid.endedAt == null ? paid.changedAt : paid.endedAt;
        long minutes = Math.max(1, Duration.between(at, now).toMinutes());
        if (minutes < 120) {
            return Texts.text(locale, "ago.minutes", Long.toString(minutes));
        }
        return minutes < 2 * 24 * 60
                ? Texts.text(locale, "ago.hours", Long.toString(minutes / 60))
                : Texts.text(locale, "ago.days", Long.toString(minutes / (24 * 60)));
    }
}
