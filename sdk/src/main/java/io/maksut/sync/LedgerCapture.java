package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A capture that a shop's shipping calls for (ship to settle). Immutable and thread-safe.
 *
 * @param id in the ledger
 * @param part the shipment; empty for everything that is left
 * @param amount null for everything that is left
 * @param key the idempotency key, where the gateway knows such keys
 * @param capturedBefore what had been captured before it was sent; null until then
 * @param intendedAt when it was about to be sent
 * @param dueAt when it is worked on next; null: not
 * @param hold why a person has to look; null if nobody has to
 * @param reason what was last found out, in English; no personal data
 */
public record LedgerCapture(
        long id,
        long turnId,
        PaymentId payment,
        String shop,
        String orderId,
        String part,
        State state,
        @Nullable Money amount,
        String key,
        @Nullable Money capturedBefore,
        @Nullable Instant intendedAt,
        @Nullable Instant dueAt,
        int failures,
        @Nullable Hold hold,
        @Nullable String reason,
        Instant createdAt,
        Instant changedAt) {
    /** How far it has come. */
    public enum State {
        /** Nothing was sent. */
        WANTED,
        /** It is about to be sent, or was: until an outcome is certain it counts as unknown. */
        INTENDED,
        /** The gateway shows it. */
        CAPTURED,
        /** It is not needed, or not possible any more: captured otherwise, voided, failed. */
        DROPPED;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a person has to look, if one has to. */
    public Optional<Hold> waitsFor() {
        return Optional.ofNullable(hold);
    }

    /** It is about to be sent. */
    LedgerCapture intended(Money exactly, Money before, Instant now) {
        return changed(State.INTENDED, exactly, before, now, now, failures, null, null);
    }

    LedgerCapture captured() {
        return changed(State.CAPTURED, amount, capturedBefore, intendedAt, null, 0, null, null);
    }

    LedgerCapture dropped(String why) {
        return changed(State.DROPPED, amount, capturedBefore, intendedAt, null, 0, null, why);
    }

    LedgerCapture later(State known, String why, Instant next) {
        return changed(known, amount, capturedBefore, intendedAt, next, failures + 1, null, why);
    }

    LedgerCapture tried(int failuresInARow) {
        return changed(state, amount, capturedBefore, intendedAt, dueAt, failuresInARow, hold, reason);
    }

    LedgerCapture held(Hold why, String details) {
        return changed(state, amount, capturedBefore, intendedAt, null, failures, why, details);
    }

    /** Certainly nothing was captured: it may be tried again. */
    LedgerCapture again(Instant now) {
        return changed(State.WANTED, amount, capturedBefore, intendedAt, now, 0, null, reason);
    }

    private LedgerCapture changed(
            State newState,
            @Nullable Money newAmount,
            @Nullable Money before,
            @Nullable Instant intended,
            @Nullable Instant due,
            int newFailures,
            @Nullable Hold newHold,
            @Nullable String newReason) {
        return new LedgerCapture(
                id,
                turnId,
                payment,
                shop,
                orderId,
                part,
                newState,
                newAmount,
                key,
                before,
                intended,
                due,
                newFailures,
                newHold,
                newReason == null ? null : OperationDraft.shortened(newReason),
                createdAt,
                changedAt);
    }

    @Override
    public String toString() {
        return "LedgerCapture[" + id + ", " + state + ", " + payment + (part.isEmpty() ? "" : ", " + part) + "]";
    }
}
