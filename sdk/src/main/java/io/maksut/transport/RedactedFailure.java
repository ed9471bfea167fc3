package io.maksut.transport;

import org.jspecify.annotations.Nullable;

/** Replaces a failure whose message may not be seen: its class name, redacted message and stack trace. */
final class RedactedFailure extends Exception {
    private static final long serialVersionUID = 1L;

    RedactedFailure(String redacted, @Nullable Throwable cause, StackTraceElement[] stack) {
        super(redacted, cause);
        setStackTrace(stack);
    }
}
