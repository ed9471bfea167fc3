package io.maksut.portal;

/**
 * Sends stored attempts and finds out what became of them, at a gateway ({@link OperationChannel}) or in a shop that is
 * written into. Methods block; they are thread-safe. Only the engine calls them, after its rules have allowed the
 * operation.
 */
public interface AttemptChannel {
    /**
     * Sends the attempt. The same attempt may be submitted again only where {@link Outcome.NotMoved} says so, or
     * where the other side knows idempotency keys.
     */
    Outcome submit(Attempt attempt, CallOptions options);

    /**
     * Finds out what became of an attempt that may have been submitted. Never moves money, or writes, a second time.
     *
     * <p>The answer is about <em>the attempt</em>; what happens to the resolving call says nothing about it. If that
     * call was not sent, found no connection or an open circuit breaker, was refused with 401 or 403, or turned away
     * with 429, 408 or a server error, the answer is {@link Resolution.StillUnresolved}, never {@link Outcome.NotMoved}
     * and never {@link Outcome.Declined}. The engine treats a "no money moved" whose call report shows such an answer
     * as unresolved.
     */
    Resolution resolve(Attempt attempt, CallOptions options);

    /**
     * Whether {@link #resolve} only reads. False, the default, means that it may send the attempt again: then the
     * engine does not call it while money operations are stopped.
     */
    default boolean resolvesByReading() {
        return false;
    }

    /**
     * Whether {@link #resolve} counts a missing amount as this attempt's, because the gateway does not name attempts.
     * Default: false. Where it is true and the lost request of another attempt may have taken that amount, the attempt
     * stays unknown, for a person.
     */
    default boolean resolvesByAmount() {
        return false;
    }
}
