package io.maksut.webhook;

import io.maksut.text.StorableText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a delivery that was worked on without a failure. Immutable and thread-safe. */
public final class Treatment {
    private static final int LONGEST = 500;
    private static final Treatment DONE = new Treatment(null);

    private final @Nullable String parkedBecause;

    private Treatment(@Nullable String parkedBecause) {
        this.parkedBecause = parkedBecause;
    }

    /** Nothing is left to do. */
    public static Treatment done() {
        return DONE;
    }

    /** Trying again is of no use: a person has to look. {@code reason} holds nothing personal, and is cut after 500 characters. */
    public static Treatment park(String reason) {
        return new Treatment(StorableText.cut(reason, LONGEST));
    }

    Optional<String> parkedBecause() {
        return Optional.ofNullable(parkedBecause);
    }

    @Override
    public String toString() {
        return parkedBecause == null ? "done" : "parked: " + parkedBecause;
    }
}
