package io.maksut.sync;

import java.time.Duration;

/** Something that was stored, for metrics and alarms. Implementations are immutable and thread-safe. */
public sealed interface SyncEvent {
    /**
     * A refund came in, moved on, or waits for a person.
     *
     * @param refund as it is now
     */
    record RefundChanged(LedgerRefund refund, LedgerEvent.Kind what) implements SyncEvent {}

    /** A capture came in, moved on, or waits for a person. */
    record CaptureChanged(LedgerCapture capture, LedgerEvent.Kind what) implements SyncEvent {}

    /** Shop and gateway differ, or no longer do. Findings that open are an alarm. */
    record FindingChanged(Finding finding) implements SyncEvent {}

    /** A wished direct refund was ruled on. */
    record Decided(RefundDecision decision) implements SyncEvent {}

    /**
     * A sweep has read everything it was to read.
     *
     * @param name of the sweep
     * @param read orders or payments
     */
    record SweepEnded(String name, long read, Duration took) implements SyncEvent {}

    /**
     * A worker gave up what it was at: another has taken it over, or the database did not answer. Nothing is lost by it.
     *
     * @param why no personal data
     */
    record TurnAbandoned(String why) implements SyncEvent {}
}
