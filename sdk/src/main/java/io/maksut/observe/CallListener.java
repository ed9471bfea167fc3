package io.maksut.observe;

/**
 * Is told of every call to a gateway or shop when it is over, in the {@link LogContext} that it was made in. Called on threads
 * of the HTTP client, several at a time: it does not block. What it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface CallListener {
    /** A call is over, all its attempts included. */
    void ended(CallEnded call);

    /**
     * The circuit breaker of a client has opened: the other side did not answer properly of late, and is not asked for a
     * while; or it has closed.
     *
     * @param client the account or shop
     */
    default void breakerChanged(String client, boolean open) {}
}
