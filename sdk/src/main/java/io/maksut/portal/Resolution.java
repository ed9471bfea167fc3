package io.maksut.portal;

import io.maksut.error.CallReport;
import java.util.Objects;

/**
 * What {@link OperationChannel#resolve} found out about an attempt that may have been submitted. Its two cases separate
 * what is known of the attempt from what happened to the resolving call. Immutable and thread-safe.
 */
public sealed interface Resolution {
    /** How the resolving call went. */
    CallReport call();

    /**
     * The outcome of the attempt is certain: the gateway said so about this attempt, or its books prove it.
     *
     * @param outcome any but {@link Outcome.Unknown}; its report is that of the answer that proves it
     */
    record Resolved(Outcome outcome) implements Resolution {
        /** @throws IllegalArgumentException if the outcome is unknown */
        public Resolved {
            Objects.requireNonNull(outcome);
            if (outcome instanceof Outcome.Unknown) {
                throw new IllegalArgumentException("an unknown outcome resolves nothing");
            }
        }

        @Override
        public CallReport call() {
            return outcome.call();
        }
    }

    /**
     * Nothing new is known of the attempt: the money may have moved, and may move yet.
     *
     * @param cause why the attempt could not be resolved
     */
    record StillUnresolved(OutcomeReason cause, CallReport call) implements Resolution {
        public StillUnresolved {
            Objects.requireNonNull(cause);
            Objects.requireNonNull(call);
        }
    }

    /**
     * This outcome as a resolution: {@link StillUnresolved} if it is unknown, else {@link Resolved}. A declined outcome
     * becomes declined {@linkplain Outcome.Declined#afterUnknown after an unknown attempt}.
     */
    static Resolution of(Outcome outcome) {
        if (outcome instanceof Outcome.Unknown unknown) {
            return new StillUnresolved(unknown.reason(), unknown.call());
        }
        return new Resolved(
                outcome instanceof Outcome.Declined declined
                        ? new Outcome.Declined(declined.reason(), true, declined.call())
                        : outcome);
    }
}
