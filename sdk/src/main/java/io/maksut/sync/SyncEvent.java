package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import java.time.Duration;
import java.util.Optional;

/** Something that was stored, for metrics and alarms. Implementations are immutable and thread-safe. */
public sealed interface SyncEvent {
    /** The operation that changed, as it is now; empty for other events. */
    default Optional<LedgerOperation> operation() {
        return Optional.empty();
    }

    /**
     * A refund came in, changed, or needs review.
     *
     * @param refund as it is now
     */
    record RefundChanged(LedgerOperation refund, LedgerEvent.Kind what) implements SyncEvent {
        @Override
        public Optional<LedgerOperation> operation() {
            return Optional.of(refund);
        }
    }

    /** A capture came in, changed, or needs review. */
    record CaptureChanged(LedgerOperation capture, LedgerEvent.Kind what) implements SyncEvent {
        @Override
        public Optional<LedgerOperation> operation() {
            return Optional.of(capture);
        }
    }

    /** A void came in, changed, or needs review. */
    record VoidChanged(LedgerOperation released, LedgerEvent.Kind what) implements SyncEvent {
        @Override
        public Optional<LedgerOperation> operation() {
            return Optional.of(released);
        }
    }

    /** A refund that a shop is asked to make came in, changed, or needs review. */
    record StartChanged(LedgerOperation started, LedgerEvent.Kind what) implements SyncEvent {
        @Override
        public Optional<LedgerOperation> operation() {
            return Optional.of(started);
        }
    }

    /** A discrepancy opened, which is an alarm, or is over or accepted. */
    record DiscrepancyChanged(Discrepancy discrepancy) implements SyncEvent {}

    /**
     * The rule judged a direct refund.
     *
     * @param amount what was asked for
     */
    record Decided(PaymentId payment, Money amount, RefundDecision decision) implements SyncEvent {}

    /** Money operations were stopped, which is an alarm, or started again. */
    record StopChanged(MoneyStop stop) implements SyncEvent {}

    /** The ledger itself needs attention. An alarm. */
    record LedgerNoticed(LedgerNotice notice) implements SyncEvent {}

    /**
     * A scan has ended.
     *
     * @param name of the scan
     * @param read orders, payments or refunds since it last went on
     */
    record ScanEnded(String name, long read, Duration took) implements SyncEvent {}

    /**
     * A scan met a fault of a bridge, a gateway's plugin or the engine. It starts over soon, the others go on. An
     * alarm: until it ends again, what no delivery tells is not found there.
     *
     * @param name of the scan
     * @param why no personal data
     */
    record ScanFailed(String name, String why) implements SyncEvent {}

    /**
     * A record of the ledger cannot be read by this version and is left to a newer one; what belongs to it waits. An
     * alarm.
     *
     * @param table in the ledger
     * @param rowId in that table
     * @param why in English; no stored value
     */
    record RecordSetAside(String table, String rowId, String why) implements SyncEvent {}

    /**
     * A worker gave a payment up: its lease was lost, the database did not answer, or a step failed. Another goes on.
     *
     * @param why no personal data
     */
    record ClaimAbandoned(String why) implements SyncEvent {}
}
