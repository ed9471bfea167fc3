package io.maksut.webhook;

import io.maksut.text.StorableText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a delivery that was processed without a failure. Immutable and thread-safe. */
public final class ProcessingResult {
    private static final int LONGEST = 500;
    private static final ProcessingResult DONE = new ProcessingResult(null);

    private final @Nullable String deadLetterReason;

    private ProcessingResult(@Nullable String deadLetterReason) {
        this.deadLetterReason = deadLetterReason;
    }

    /** Nothing is left to do. */
    public static ProcessingResult done() {
        return DONE;
    }

    /** Trying again is useless: a person has to look. {@code reason}: no personal data, cut after 500 characters. */
    public static ProcessingResult deadLetter(String reason) {
        return new ProcessingResult(StorableText.cut(reason, LONGEST));
    }

    Optional<String> deadLetterReason() {
        return Optional.ofNullable(deadLetterReason);
    }

    @Override
    public String toString() {
        return deadLetterReason == null ? "done" : "dead letter: " + deadLetterReason;
    }
}
