package io.maksut.observe;

import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call that is over. Immutable and thread-safe.
 *
 * @param client the account or shop
 * @param call what was called, how many attempts it took
 * @param took from the call until its end, waits and all attempts included
 * @param correlationId of the request that it was made for; null if it was made for none
 */
public record CallEnded(
        String client,
        CallReport call,
        Ending ending,
        Duration took,
        @Nullable CorrelationId correlationId) {
    /** How a call ends. */
    public enum Ending {
        ACCEPTED,
        /** The other side said no, or a bank declined. */
        REFUSED,
        /** The other side does not know what was asked for. */
        NOT_FOUND,
        /** The other side did not accept the credentials. */
        UNAUTHORISED,
        /** Too many calls. */
        RATE_LIMITED,
        /** Nothing left this machine: no connection, an open breaker, no room under the limits. */
        NOT_SENT,
        /** A read without an answer. */
        UNAVAILABLE,
        /** An answer that nobody can read. */
        MALFORMED,
        /** A write of which nobody knows whether it was carried out. */
        OUTCOME_UNKNOWN,
        /** Anything else. */
        FAULT;

        /** What this failure is; null is none. */
        public static Ending of(@Nullable Throwable failure) {
            if (failure == null) {
                return ACCEPTED;
            }
            if (failure instanceof RateLimitedException) {
                return RATE_LIMITED;
            }
            if (failure instanceof AuthenticationException) {
                return UNAUTHORISED;
            }
            if (failure instanceof NotFoundException) {
                return NOT_FOUND;
            }
            if (failure instanceof GatewayRefusedException) {
                return REFUSED;
            }
            if (failure instanceof NotSentException) {
                return NOT_SENT;
            }
            if (failure instanceof GatewayUnavailableException) {
                return UNAVAILABLE;
            }
            if (failure instanceof MalformedAnswerException) {
                return MALFORMED;
            }
            return failure instanceof OutcomeUnknownException ? OUTCOME_UNKNOWN : FAULT;
        }
    }
}
