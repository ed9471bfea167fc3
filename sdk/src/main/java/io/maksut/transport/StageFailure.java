package io.maksut.transport;

import java.util.concurrent.CompletionException;

/** What a {@link java.util.concurrent.CompletionStage} failed with. */
public final class StageFailure {
    private StageFailure() {}

    /** Without the wrapping that the stages in between put around it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? failure : cause;
    }
}
