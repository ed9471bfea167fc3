package io.maksut.sandbox;

/** A gateway or shop behind a {@link SandboxServer}. Called from many threads at once. */
public interface StandIn {
    /** Processes the request: state changes and books are written before this returns. */
    Reply answer(WireRequest request);

    /** The answer to a request that exceeded a limit and was not processed. */
    Reply refuse(WireRequest request, RateLimits.Verdict verdict);
}
