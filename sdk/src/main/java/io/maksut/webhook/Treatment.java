package io.maksut.webhook;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a delivery that was worked on without a failure. Immutable and thread-safe. */
public final class Treatment {
    private static final Treatment DONE = new Treatment(null);

    private final @Nullable String parkedBecause;

    private Treatment(@Nullable String parkedBecause) {
        this.parkedBecause = parkedBecause;
    }

    /** Nothing is left to do. */
    public static Treatment done() {
        return DONE;
    }

    /** Trying again is of no use: a person has to look. {@code reason} has at most 500 characters, nothing personal. */
    public static Treatment park(String reason) {
        return new Treatment(reason.substring(0, Math.min(reason.length(), 500)));
    }

    Optional<String> parkedBecause() {
        return Optional.ofNullable(parkedBecause);
    }

    @Override
    public String toString() {
        return parkedBecause == null ? "done" : "parked: " + parkedBecause;
    }
}
