package io.maksut.portal;

/** What a resolving call found out, as tests compare it with what a submitting call answers. */
public final class Resolutions {
    private Resolutions() {}

    /** The outcome of the attempt; unknown where it is still unresolved. */
    public static RefundOutcome outcome(RefundResolution resolution) {
        if (resolution instanceof RefundResolution.Resolved resolved) {
            return resolved.outcome();
        }
        RefundResolution.StillUnresolved unresolved = (RefundResolution.StillUnresolved) resolution;
        return new RefundOutcome.Unknown(unresolved.cause(), unresolved.call());
    }
}
