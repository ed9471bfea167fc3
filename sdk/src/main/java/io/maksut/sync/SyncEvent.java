package io.maksut.sync;

import java.time.Duration;
import java.util.Optional;

/** Something that was stored, for metrics and alarms. Implementations are immutable and thread-safe. */
public sealed interface SyncEvent {
    /** The operation that it tells of, as it is now; empty if it tells of none. */
    default Optional<LedgerOperation> operation() {
        return Optional.empty();
    }

    /**
     * A refund came in, moved on, or waits for a person.
     *
     * @param refund as it is now
     */
    record RefundChanged(LedgerOperation refund, LedgerEvent.Kind what) implements SyncEvent {
        @Override
        public Optional<LedgerOperation> operation() {
            return Optional.of(refund);
        }
    }

    /** A capture came in, moved on, or waits for a person. */
    record CaptureChanged(LedgerOperation capture, LedgerEvent.Kind what) implements SyncEvent {
        @Override
        public Optional<LedgerOperation> operation() {
            return Optional.of(capture);
        }
    }

    /** A void came in, moved on, or waits for a person. */
    record VoidChanged(LedgerOperation released, LedgerEvent.Kind what) implements SyncEvent {
        @Override
        public Optional<LedgerOperation> operation() {
            return Optional.of(released);
        }
    }

    /** A refund that a shop is asked to make moved on, or waits for a person. */
    record StartChanged(LedgerOperation started, LedgerEvent.Kind what) implements SyncEvent {
        @Override
        public Optional<LedgerOperation> operation() {
            return Optional.of(started);
        }
    }

    /** Shop and gateway differ, or no longer do. Discrepancies that open are an alarm. */
    record DiscrepancyChanged(Discrepancy discrepancy) implements SyncEvent {}

    /** A wished direct refund was ruled on. */
    record Decided(RefundDecision decision) implements SyncEvent {}

    /** Money operations were stopped, which is an alarm, or go on. */
    record StopChanged(MoneyStop stop) implements SyncEvent {}

    /** Something is to be known of the ledger itself. An alarm. */
    record LedgerNoticed(LedgerNotice notice) implements SyncEvent {}

    /**
     * A scan has read everything it was to read.
     *
     * @param name of the scan
     * @param read orders or payments
     */
    record ScanEnded(String name, long read, Duration took) implements SyncEvent {}

    /**
     * A scan met a fault of a bridge, a gateway plugin or our own; the other scans go on, and this one begins anew soon. An
     * alarm: until it ends again, what no delivery tells of is not found there.
     *
     * @param name of the scan
     * @param why no personal data
     */
    record ScanFailed(String name, String why) implements SyncEvent {}

    /**
     * A record of the ledger cannot be read by this version, and is left to one that can; what belongs to it waits. An alarm.
     *
     * @param table in the ledger
     * @param rowId in that table
     * @param why in English; no stored value
     */
    record RecordSetAside(String table, String rowId, String why) implements SyncEvent {}

    /**
     * A worker gave up what it was at: another has taken it over, or the database did not answer. Nothing is lost by it.
     *
     * @param why no personal data
     */
    record ClaimAbandoned(String why) implements SyncEvent {}
}
