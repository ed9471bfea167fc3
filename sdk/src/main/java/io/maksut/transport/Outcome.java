package io.maksut.transport;

import io.maksut.error.MaksutException;
import org.jspecify.annotations.Nullable;

/** What became of one attempt. Texts are ours and safe, or redacted. */
sealed interface Outcome {
    /** For messages. */
    String what();

    /** A complete answer, and what it means. */
    record Answered(Answer answer, ResponseClass responseClass) implements Outcome {
        @Override
        public String what() {
            return "the answer was HTTP " + answer.status();
        }
    }

    /** The other side was not reached: nothing was sent. Another attempt may reach it. */
    record Unreached(String what, @Nullable Throwable cause) implements Outcome {}

    /** Something may have been sent, and no complete answer came. */
    record Lost(String what, @Nullable Throwable cause) implements Outcome {}

    /** Kept back on this side: breaker, limit, deadline, cancelled, closed, no signature. Nothing was sent. */
    record Barred(String what, @Nullable Throwable cause) implements Outcome {}

    /** A read was answered, and the answer is of no use. */
    record Unusable(String what, @Nullable Throwable cause) implements Outcome {}

    /** Signer or judge said it with one of our own exceptions. */
    record Thrown(MaksutException exception) implements Outcome {
        @Override
        public String what() {
            return "it was turned away";
        }
    }

    /** Whether a write may have been carried out as far as this attempt tells. */
    default boolean unclear() {
        return this instanceof Lost
                || (this instanceof Answered answered && answered.responseClass() instanceof ResponseClass.Unclear);
    }

    /** Whether the other side said that it did not process it. */
    default boolean notProcessed() {
        return this instanceof Answered answered && answered.responseClass() instanceof ResponseClass.NotProcessed;
    }

    default @Nullable Throwable failure() {
        if (this instanceof Unreached unreached) {
            return unreached.cause();
        }
        if (this instanceof Lost lost) {
            return lost.cause();
        }
        if (this instanceof Barred barred) {
            return barred.cause();
        }
        if (this instanceof Unusable unusable) {
            return unusable.cause();
        }
        return this instanceof Thrown thrown ? thrown.exception() : null;
    }
}
