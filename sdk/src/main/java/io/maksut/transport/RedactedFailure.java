package io.maksut.transport;

import org.jspecify.annotations.Nullable;

/** Stands for a failure whose message may not be seen: its class name and redacted message, its stack. */
final class RedactedFailure extends Exception {
    private static final long serialVersionUID = 1L;

    RedactedFailure(String redacted, @Nullable Throwable cause, StackTraceElement[] stack) {
        super(redacted, cause);
        setStackTrace(stack);
    }
}
