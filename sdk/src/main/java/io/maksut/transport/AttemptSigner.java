package io.maksut.transport;

/**
 * Adds to a request what must be fresh on every attempt: credentials, nonce, timestamp. It never adds the idempotency
 * key, which stays the same.
 *
 * <p>Called anew just before each attempt, after all waiting, on any thread.
 */
@FunctionalInterface
public interface AttemptSigner {
    /** Sends the request as it is. */
    AttemptSigner NONE = (request, attempt) -> request;

    /**
     * The request to send.
     *
     * @param attempt 1 for the first
     */
    Request sign(Request request, int attempt);
}
