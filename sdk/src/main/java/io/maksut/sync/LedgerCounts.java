package io.maksut.sync;

import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts of what is to be done, at one moment. Immutable and thread-safe.
 *
 * @param inFlight refunds that have not ended, by state
 * @param outcomeUnknown how many of them have an attempt that may have been sent and whose outcome is not known
 * @param waiting operations that need review, by reason
 * @param openDiscrepancies discrepancies that a person has to look at
 * @param oldestInFlight when the oldest of the refunds in flight came in; null if there is none
 * @param dueSince since when the payment that is due for longest has been due; null if none is
 * @param scans when each scan last ended
 * @param failedScans scans that met a fault and have not ended since
 * @param lateScans scans that have not ended for three of their periods, with the end of the last one, or the time
 *     since when the first is expected
 * @param lastLook when a worker last looked for due payments, or since when one is expected; exact to a minute
 * @param setAside records that cannot be read, because a newer version wrote them
 * @param stops the stops that stand, oldest first
 * @param notices what this process has noticed of the ledger itself
 */
public record LedgerCounts(
        Map<State, Long> inFlight,
        long outcomeUnknown,
        Map<ReviewReason, Long> waiting,
        long openDiscrepancies,
        @Nullable Instant oldestInFlight,
        @Nullable Instant dueSince,
        Map<String, Instant> scans,
        Set<String> failedScans,
        Map<String, Instant> lateScans,
        Instant lastLook,
        long setAside,
        List<MoneyStop> stops,
        Set<LedgerNotice> notices) {
    /** Copies the collections. */
    public LedgerCounts {
        inFlight = Map.copyOf(inFlight);
        waiting = Map.copyOf(waiting);
        scans = Map.copyOf(scans);
        failedScans = Set.copyOf(failedScans);
        lateScans = Map.copyOf(lateScans);
        stops = List.copyOf(stops);
        notices = Set.copyOf(notices);
    }

    /** All refunds in flight. */
    public long inFlightTotal() {
        return inFlight.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All operations that need review, those that are {@linkplain ReviewReason#STOPPED stopped} included. */
    public long waitingTotal() {
        return waiting.values().stream().mapToLong(Long::longValue).sum();
    }

    /** When the oldest of the refunds in flight came in; empty if there is none. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(oldestInFlight);
    }
}
