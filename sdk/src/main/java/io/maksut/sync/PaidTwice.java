package io.maksut.sync;

import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices at once that a shop moved money for what should have been the record of a direct refund: its refund carries a key
 * of ours, or the merchant had been told to record a direct refund when it came. Sums do not show it, as either refund explains
 * its own money.
 */
final class PaidTwice {
    private static final Logger LOG = LoggerFactory.getLogger(PaidTwice.class);

    private PaidTwice() {}

    /**
     * Takes note of a refund as the shop shows it now, under the lock of its payment, and opens the discrepancy if that is new.
     *
     * @param before what the shop showed of it before; null if this is the first time
     */
    static Optional<SyncEvent> note(
            Sql sql, LedgerOperation refund, @Nullable Seen before, OrderRefund shown, Instant now) {
        if (refund.paidBeside != null || !moved(shown.state(), shown.money())) {
            return Optional.empty();
        }
        boolean news = before == null || !moved(before.state(), before.payout());
        String direct = carriedKey(refund, shown)
                .or(() -> news && refund.kind == Kind.OBSERVED ? toBeRecorded(sql, refund) : Optional.empty())
                .orElse(null);
        if (direct == null) {
            return Optional.empty();
        }
        OperationTable.paidBeside(sql, refund.id, direct);
        Mismatch mismatch = Reconciliation.mismatch(
                DiscrepancyKind.PAID_TWICE, refund, shown.amount()); // as the reconciliation finds it from now on
        Discrepancy discrepancy =
                DiscrepancyTable.insert(sql, refund.claimId, mismatch, now).orElse(null);
        if (discrepancy == null) {
            return Optional.empty(); // another version has found it
        }
        Discrepancy open = discrepancy.opened(now);
        DiscrepancyTable.update(sql, open, now);
        EventTable.add(
                sql,
                refund.claimId,
                refund.id,
                now,
                LedgerEvent.Kind.DISCREPANCY_OPENED,
                null,
                open.kind() + " " + open.amount() + " " + open.subject() + ", beside " + direct);
        LOG.warn("A shop has paid what was refunded directly before: {}", open);
        return Optional.of(new SyncEvent.DiscrepancyChanged(open));
    }

    /** Of a request it counts only if money moved for it: it may itself be the record that carries the key. */
    private static Optional<String> carriedKey(LedgerOperation refund, OrderRefund shown) {
        boolean paid =
                refund.kind == Kind.OBSERVED || (refund.kind == Kind.REQUESTED && refund.state == State.SUCCEEDED);
        return Optional.ofNullable(shown.portalKey()).filter(key -> paid && key.startsWith(LedgerOperation.PORTAL_KEY));
    }

    private static Optional<String> toBeRecorded(Sql sql, LedgerOperation refund) {
        return OperationTable.ofPayment(sql, refund.claimId).stream()
                .filter(it -> it.unrecorded() && it.reviewReason == ReviewReason.RECORD_BY_MERCHANT)
                .map(LedgerOperation::mark)
                .findFirst();
    }

    private static boolean moved(ShopRefund.State state, OrderRefund.Payout money) {
        return state == ShopRefund.State.SUCCEEDED && money == OrderRefund.Payout.SUCCEEDED;
    }

    /** Whether it was found to be paid twice, and is no record without money after all. */
    static boolean stands(LedgerOperation refund) {
        return refund.paidBeside != null && refund.state != State.CANCELLED;
    }
}
