package io.maksut.sync;

import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Links a direct refund and its record in the shop, an operation of its own: a new state of one changes the other in
 * the same commit. Reviews are shown on the direct refund. Pure.
 */
final class RecordInShop {
    private RecordInShop() {}

    /** The record of this direct refund. */
    static Optional<LedgerOperation> of(LedgerOperation direct, List<LedgerOperation> all) {
        return all.stream()
                .filter(it -> it.action == Action.RECORD && Objects.equals(it.recordOf, direct.id))
                .findFirst();
    }

    /** The direct refund of which this is the record. */
    static Optional<LedgerOperation> direct(LedgerOperation record, List<LedgerOperation> all) {
        return all.stream()
                .filter(it -> it.action == Action.REFUND && Objects.equals(record.recordOf, it.id))
                .findFirst();
    }

    /** The other operation's change that belongs to this one, not stored yet; with id 0 if it is new. */
    static Optional<OperationDraft> alongWith(LedgerOperation changed, List<LedgerOperation> all, Instant now) {
        if (changed.action == Action.RECORD) {
            return direct(changed, all)
                    .filter(it -> it.followUp == FollowUp.RECORD)
                    .filter(it -> changed.state == State.SUCCEEDED
                            || it.reviewReason != changed.reviewReason
                            || !Objects.equals(it.reason, changed.reason))
                    .map(it -> told(it, changed));
        }
        if (changed.action != Action.REFUND || changed.kind != Kind.DIRECT) {
            return Optional.empty();
        }
        Optional<LedgerOperation> record = of(changed, all);
        if (changed.followUp == FollowUp.RECORD) {
            return record.isPresent() ? Optional.empty() : Optional.of(wanted(changed, now));
        }
        return record.filter(it -> it.state.inFlight())
                .map(it -> it.edit().ended(State.CANCELLED, null, FollowUp.NONE, now));
    }

    private static OperationDraft told(LedgerOperation direct, LedgerOperation record) {
        OperationDraft draft = direct.edit();
        if (record.state == State.SUCCEEDED) {
            return draft.followedUp(record.gatewayRefund);
        }
        draft.reviewReason = record.reviewReason;
        draft.reason = record.reason;
        return draft;
    }

    private static OperationDraft wanted(LedgerOperation direct, Instant now) {
        OperationDraft draft = new OperationDraft(
                direct.claimId,
                direct.payment,
                direct.shop,
                direct.key,
                Action.RECORD,
                Kind.WRITTEN,
                State.PENDING,
                direct.amount,
                now,
                direct.correlationId);
        draft.language = direct.language;
        draft.orderId = direct.orderId;
        draft.recordOf = direct.id;
        draft.dueAt = now;
        return draft;
    }
}
