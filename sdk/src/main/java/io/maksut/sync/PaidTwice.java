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
 * Notices at once that a shop moved money for what should have been the record of a direct refund: the shop's refund
 * carries our key, or it appeared while the merchant was told to record one. Sums cannot show it, as each of the two
 * refunds explains its own money. Carries domain 3, "Instructions": money that moved in the shop is never the record.
 */
final class PaidTwice {
    private static final Logger LOG = LoggerFactory.getLogger(PaidTwice.class);

    private PaidTwice() {}

    /**
     * Examines a refund as the shop shows it now, under its payment's lock, and opens the discrepancy if it is new.
     *
     * @param before what the shop showed of it before; null the first time
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

    /** For a request it counts only if money moved for it: it may itself be the record that carries the key. */
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

    /** Whether the refund was found to be paid twice, and has not ended as a record without money. */
    static boolean stands(LedgerOperation refund) {
        return refund.paidBeside != null && refund.state != State.CANCELLED;
    }
}
