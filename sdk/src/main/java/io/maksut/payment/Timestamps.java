package io.maksut.payment;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When things happened to a payment, as far as the gateway tells, and when it was read. Two are equal if the same
 * happened at the same times, whenever each was read. Immutable and thread-safe.
 *
 * @param created when the payment began at the gateway; an EveryPay link has no payment before a customer opens it
 * @param authorised when the bank approved; EveryPay tells it only while the payment reads authorised
 * @param settled when it was settled; EveryPay tells it only while the payment reads settled, not after a refund
 * @param cancelled when the authorisation was voided; empty if it was not, or the gateway does not tell
 * @param waitingFor3dsSince when the payment was first seen waiting for 3DS, by a callback or in an index: gateways do not
 *     tell it. It is abandoned {@link PaymentLifecycle#THREE_DS_LIMIT} later.
 * @param reservedUntil until when the reserved amount is usually held for the merchant. No gateway tells it: where it is
 *     known here, it is the authorisation plus the usual time of the payment method.
 * @param readAt when we read the payment from the gateway
 */
public record Timestamps(
        Optional<Instant> created,
        Optional<Instant> authorised,
        Optional<Instant> settled,
        Optional<Instant> cancelled,
        Optional<Instant> waitingFor3dsSince,
        Optional<Instant> reservedUntil,
        Instant readAt) {
    /**
     * Starts from the one instant that is always known.
     *
     * @param readAt when we read the payment from the gateway
     */
    public static Builder builder(Instant readAt) {
        return new Builder(readAt);
    }

    /** The same, of a payment that was found unchanged at {@code later}. */
    public Timestamps readAgain(Instant later) {
        return builder(later, this).build();
    }

    /** A builder that holds all of these. */
    public Builder toBuilder() {
        return builder(readAt, this);
    }

    private static Builder builder(Instant readAt, Timestamps times) {
        return new Builder(readAt)
                .created(times.created.orElse(null))
                .authorised(times.authorised.orElse(null))
                .settled(times.settled.orElse(null))
                .cancelled(times.cancelled.orElse(null))
                .waitingFor3dsSince(times.waitingFor3dsSince.orElse(null))
                .reservedUntil(times.reservedUntil.orElse(null));
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Timestamps other
                && created.equals(other.created)
                && authorised.equals(other.authorised)
                && settled.equals(other.settled)
                && cancelled.equals(other.cancelled)
                && waitingFor3dsSince.equals(other.waitingFor3dsSince)
                && reservedUntil.equals(other.reservedUntil);
    }

    @Override
    public int hashCode() {
        return Objects.hash(created, authorised, settled, cancelled, waitingFor3dsSince, reservedUntil);
    }

    @Override
    public String toString() {
        return "Timestamps[readAt=" + readAt + "]";
    }

    /** Collects instants; null means not known. Not thread-safe. */
    public static final class Builder {
        private final Instant readAt;
        private @Nullable Instant created;
        private @Nullable Instant authorised;
        private @Nullable Instant settled;
        private @Nullable Instant cancelled;
        private @Nullable Instant waitingFor3dsSince;
        private @Nullable Instant reservedUntil;

        private Builder(Instant readAt) {
            this.readAt = readAt;
        }

        /** Null means that the gateway does not tell it. */
        public Builder created(@Nullable Instant created) {
            this.created = created;
            return this;
        }

        /** Null means that it was not authorised, or that the gateway does not tell when. */
        public Builder authorised(@Nullable Instant authorised) {
            this.authorised = authorised;
            return this;
        }

        /** Null means that it was not settled, or that the gateway does not tell when. */
        public Builder settled(@Nullable Instant settled) {
            this.settled = settled;
            return this;
        }

        /** Null means that it was not voided, or that the gateway does not tell when. */
        public Builder cancelled(@Nullable Instant cancelled) {
            this.cancelled = cancelled;
            return this;
        }

        /** When a callback or an index first saw it wait; null if neither did. */
        public Builder waitingFor3dsSince(@Nullable Instant waitingFor3dsSince) {
            this.waitingFor3dsSince = waitingFor3dsSince;
            return this;
        }

        /** An estimate, see {@link Timestamps#reservedUntil}; null if there is none. */
        public Builder reservedUntil(@Nullable Instant reservedUntil) {
            this.reservedUntil = reservedUntil;
            return this;
        }

        /** The instants; how they follow each other is not checked. */
        public Timestamps build() {
            return new Timestamps(
                    Optional.ofNullable(created),
                    Optional.ofNullable(authorised),
                    Optional.ofNullable(settled),
                    Optional.ofNullable(cancelled),
                    Optional.ofNullable(waitingFor3dsSince),
                    Optional.ofNullable(reservedUntil),
                    readAt);
        }
    }
}
