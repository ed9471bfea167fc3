package io.maksut.sandbox;

import java.time.Instant;

/** A gateway or shop behind a {@link SandboxServer}. Called from many threads at once. */
public interface StandIn {
    /** Processes the request: state changes and books are written before this returns. */
    Reply answer(WireRequest request);

    /**
     * Processes a request that came in at this time and was kept until now. What is checked on arrival is checked as of then.
     */
    default Reply answerLate(WireRequest request, Instant arrived) {
        return answer(request);
    }

    /** By the stand-in's clock. */
    default Instant now() {
        return Instant.now();
    }

    /** The answer to a request that exceeded a limit and was not processed. */
    Reply refuse(WireRequest request, RateLimits.Verdict verdict);
}
