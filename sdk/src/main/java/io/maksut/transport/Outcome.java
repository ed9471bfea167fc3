package io.maksut.transport;

import io.maksut.error.MaksutException;
import org.jspecify.annotations.Nullable;

/** The result of one attempt. Its texts are our own, or redacted. */
sealed interface Outcome {
    /** A text for messages. */
    String what();

    /** A complete answer, and what it means. */
    record Answered(Answer answer, ResponseClass responseClass) implements Outcome {
        @Override
        public String what() {
            return "the answer was HTTP " + answer.status();
        }
    }

    /** The server was not reached: nothing was sent. Another attempt may reach it. */
    record Unreached(String what, @Nullable Throwable cause) implements Outcome {}

    /** Something may have been sent, and no complete answer came. */
    record Lost(String what, @Nullable Throwable cause) implements Outcome {}

    /** Not sent because of this side: breaker, limit, deadline, cancelled, closed or no signature. */
    record Barred(String what, @Nullable Throwable cause) implements Outcome {}

    /** A read was answered, but the answer is unusable. */
    record Unusable(String what, @Nullable Throwable cause) implements Outcome {}

    /** The signer or the judge threw one of our own exceptions. */
    record Thrown(MaksutException exception) implements Outcome {
        @Override
        public String what() {
            return "it was turned away";
        }
    }

    /** Whether a write may have been carried out by this attempt. */
    default boolean unclear() {
        return this instanceof Lost
                || (this instanceof Answered answered && answered.responseClass() instanceof ResponseClass.Unclear);
    }

    /** Whether the server said that it did not process the request. */
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
