package io.maksut.payment;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When things happened to a payment, as far as the gateway tells, and when it was read. Immutable and thread-safe. */
public final class Timestamps {
    private final @Nullable Instant created;
    private final @Nullable Instant authorised;
    private final @Nullable Instant settled;
    private final @Nullable Instant cancelled;
    private final @Nullable Instant waitingFor3dsSince;
    private final @Nullable Instant reservedUntil;
    private final Instant readAt;

    private Timestamps(Builder from) {
        created = from.created;
        authorised = from.authorised;
        settled = from.settled;
        cancelled = from.cancelled;
        waitingFor3dsSince = from.waitingFor3dsSince;
        reservedUntil = from.reservedUntil;
        readAt = from.readAt;
    }

    /**
     * Starts from the one instant that is always known.
     *
     * @param readAt when we read the payment from the gateway
     */
    public static Builder builder(Instant readAt) {
        return new Builder(readAt);
    }

    /** When the payment began at the gateway; an EveryPay link has no payment before a customer opens it. */
    public Optional<Instant> created() {
        return Optional.ofNullable(created);
    }

    /** When the bank approved; EveryPay tells it only while the payment reads authorised. */
    public Optional<Instant> authorised() {
        return Optional.ofNullable(authorised);
    }

    /** When it was settled; EveryPay tells it only while the payment reads settled, not after a refund. */
    public Optional<Instant> settled() {
        return Optional.ofNullable(settled);
    }

    /** When the authorisation was voided; empty if it was not, or the gateway does not tell. */
    public Optional<Instant> cancelled() {
        return Optional.ofNullable(cancelled);
    }

    /**
     * When the payment was first seen waiting for 3DS, by a callback or in an index: gateways do not tell it. It is abandoned
     * {@link PaymentLifecycle#THREE_DS_LIMIT} later.
     */
    public Optional<Instant> waitingFor3dsSince() {
        return Optional.ofNullable(waitingFor3dsSince);
    }

    /**
     * Until when the reserved amount is usually held for the merchant. No gateway tells it: where it is known here, it is the
     * authorisation plus the usual time of the payment method.
     */
    public Optional<Instant> reservedUntil() {
        return Optional.ofNullable(reservedUntil);
    }

    /** When we read the payment from the gateway. */
    public Instant readAt() {
        return readAt;
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
                .created(times.created)
                .authorised(times.authorised)
                .settled(times.settled)
                .cancelled(times.cancelled)
                .waitingFor3dsSince(times.waitingFor3dsSince)
                .reservedUntil(times.reservedUntil);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Timestamps other && parts().equals(other.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "Timestamps[readAt=" + readAt + "]";
    }

    private List<@Nullable Instant> parts() {
        return Arrays.asList(created, authorised, settled, cancelled, waitingFor3dsSince, reservedUntil, readAt);
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
            return new Timestamps(this);
        }
    }
}
