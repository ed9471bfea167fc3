package io.maksut.transport;

import java.util.concurrent.CompletionException;

/** Unwraps the failure of a {@link java.util.concurrent.CompletionStage}. */
public final class StageFailure {
    private StageFailure() {}

    /** The failure without the {@code CompletionException} that a later stage puts around it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? failure : cause;
    }
}
