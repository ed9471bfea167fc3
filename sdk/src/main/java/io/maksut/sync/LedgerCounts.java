package io.maksut.sync;

import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much there is to do, counted at one moment. Immutable and thread-safe.
 *
 * @param inFlight refunds by state, as far as their money is on its way, may be, or is still wanted
 * @param outcomeUnknown of these, those of which an attempt may have reached the gateway
 * @param waiting refunds and captures that wait for a person, by reason
 * @param openDiscrepancies differences between shop and gateway that a person has to look at
 * @param oldestInFlight when the oldest of the refunds in flight came in; null if there is none
 * @param dueSince since when the payment that has waited for longest could have been worked on; null if none is due
 * @param scans when each scan last ended
 * @param failedScans scans that met a fault and have not ended since
 * @param lateScans scans that have not ended for three of their periods, and since when: the end of the last one, or where
 *     there was none, when the first was expected
 * @param lastLook when a worker last looked for payments that are due, or where none ever did, since when one is expected;
 *     exact to a minute
 * @param setAside records that this version cannot read, because a newer one wrote them
 * @param stops what is stopped, the oldest first
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

    /** Everything that waits for a person, discrepancies left out, and what is {@linkplain ReviewReason#STOPPED stopped} included. */
    public long waitingTotal() {
        return waiting.values().stream().mapToLong(Long::longValue).sum();
    }

    /** When the oldest of the refunds in flight came in. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(oldestInFlight);
    }
}
