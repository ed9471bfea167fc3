package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Sql;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a request that comes again under the same id with another amount, payment or order. The first request stands,
 * as it may be paid by now; a discrepancy tells a person at once, as shop and ledger mean different refunds by one id.
 */
final class EditedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(EditedRequests.class);

    private EditedRequests() {}

    /**
     * Whether the request asks for what the ledger has under its id. A request without an order fits any order.
     *
     * @param claim of the request's payment, by whatever name
     */
    static boolean same(LedgerOperation first, RefundRequest request, long claim) {
        boolean otherOrder = first.orderId != null
                && request.orderId().filter(it -> !it.equals(first.orderId)).isPresent();
        return first.claimId == claim && first.amount.equals(request.amount()) && !otherOrder;
    }

    /** As {@link #note(Sql, LedgerOperation, String, Money, Instant)}, for a refund. */
    static Optional<SyncEvent> note(Sql sql, LedgerOperation first, RefundRequest request, Instant now) {
        return note(sql, first, request.toString(), request.amount(), now);
    }

    /** Opens the discrepancy; empty if it is known with this amount: a shop that repeats itself alarms once. */
    static Optional<SyncEvent> note(Sql sql, LedgerOperation first, String request, Money amount, Instant now) {
        EventTable.add(sql, first.claimId, first.id, now, LedgerEvent.Kind.CONTRADICTED, null, request);
        return open(
                sql,
                first.claimId,
                first.id,
                new Mismatch(DiscrepancyKind.REQUEST_EDITED, first.shop, first.key, amount, first.orderId),
                now);
    }

    private static Optional<SyncEvent> open(Sql sql, long claim, long refund, Mismatch mismatch, Instant now) {
        Discrepancy known = DiscrepancyTable.insert(sql, claim, mismatch, now).orElse(null);
        if (known == null) {
            return Optional.empty(); // another version wrote it in a form that this one cannot read
        }
        boolean isNew =
                known.state() == Discrepancy.State.SUSPECTED || !known.amount().equals(mismatch.amount());
        if (!isNew) {
            return Optional.empty();
        }
        Discrepancy open = known.opened(mismatch.amount(), now);
        DiscrepancyTable.update(sql, open, now);
        EventTable.add(
                sql,
                claim,
                refund,
                now,
                LedgerEvent.Kind.DISCREPANCY_OPENED,
                null,
                open.kind() + " " + open.amount() + " " + open.subject());
        LOG.warn("A shop asked under one id for two things, the first stands: {}", open);
        return Optional.of(new SyncEvent.DiscrepancyChanged(open));
    }
}
