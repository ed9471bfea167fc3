package io.maksut.portal;

/** What a resolving call found out, as tests compare it with what a submitting call answers. */
public final class Resolutions {
    private Resolutions() {}

    /** The outcome of the attempt; unknown where it is still unresolved. */
    public static Outcome outcome(Resolution resolution) {
        if (resolution instanceof Resolution.Resolved resolved) {
            return resolved.outcome();
        }
        Resolution.StillUnresolved unresolved = (Resolution.StillUnresolved) resolution;
        return new Outcome.Unknown(unresolved.cause(), unresolved.call());
    }
}
