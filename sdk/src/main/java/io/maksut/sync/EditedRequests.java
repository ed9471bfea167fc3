package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Sql;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shop that asks again under the same id for something else: another amount, payment or order. The first request stands, as
 * it may be paid by now; a person is told at once, since shop and ledger mean different things by one id.
 */
final class EditedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(EditedRequests.class);

    private EditedRequests() {}

    /** Whether the request asks for what the ledger has under its id. */
    static boolean same(LedgerOperation first, RefundRequest request) {
        boolean otherOrder = first.orderId != null
                && request.orderId().filter(it -> !it.equals(first.orderId)).isPresent();
        return first.payment.equals(request.payment()) && first.amount.equals(request.amount()) && !otherOrder;
    }

    /** As below, of a refund. */
    static Optional<SyncEvent> note(Sql sql, LedgerOperation first, RefundRequest request, Instant now) {
        return note(sql, first, request.toString(), request.amount(), now);
    }

    /** Opens the discrepancy; empty if that very one is known, so that a shop which repeats itself alarms once. */
    static Optional<SyncEvent> note(Sql sql, LedgerOperation first, String request, Money amount, Instant now) {
        EventTable.add(sql, first.turnId, first.id, now, LedgerEvent.Kind.CONTRADICTED, null, request);
        return open(
                sql,
                first.turnId,
                first.id,
                new Difference(FindingKind.REQUEST_EDITED, first.shop, first.key, amount, first.orderId),
                now);
    }

    private static Optional<SyncEvent> open(Sql sql, long turn, long refund, Difference difference, Instant now) {
        Finding known = FindingTable.insert(sql, turn, difference, now).orElse(null);
        if (known == null) {
            return Optional.empty(); // another version has it, in a way that cannot be read here
        }
        boolean isNew =
                known.state() == Finding.State.SUSPECTED || !known.amount().equals(difference.amount());
        if (!isNew) {
            return Optional.empty();
        }
        Finding open = known.opened(difference.amount(), now);
        FindingTable.update(sql, open, now);
        EventTable.add(
                sql,
                turn,
                refund,
                now,
                LedgerEvent.Kind.FINDING_OPENED,
                null,
                open.kind() + " " + open.amount() + " " + open.subject());
        LOG.warn("A shop asked under one id for two things, the first stands: {}", open);
        return Optional.of(new SyncEvent.FindingChanged(open));
    }
}
